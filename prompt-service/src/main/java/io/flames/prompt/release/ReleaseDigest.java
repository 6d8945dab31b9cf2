package io.flames.prompt.release;

import io.flames.prompt.promptset.PromptContent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;

/**
 * SHA-256 over the canonical content of a release: each prompt's {@link PromptContent#canonicalJson()} in UTF-8 and a
 * line feed, in the order of the prompts' own digests. It depends on nothing but the contents: not on the set, the order
 * of import, or the files' ids.
 */
public final class ReleaseDigest {
    private final MessageDigest sha256 = PromptContent.sha256();
    private byte[] last = new byte[0];
    private int count;

    /** @param content must come in ascending order of {@link PromptContent#digest()}, each once */
    public void add(PromptContent content) {
        byte[] canonical = content.canonicalJson().getBytes(StandardCharsets.UTF_8);
        byte[] digest = PromptContent.sha256().digest(canonical);
        if (count > 0 && Arrays.compareUnsigned(last, digest) >= 0) {
            throw new IllegalArgumentException("contents must come in ascending order of their digests, each once");
        }
        sha256.update(canonical);
        sha256.update((byte) '\n');
        last = digest;
        count++;
    }

    /** Prompts added so far. */
    public int count() {
        return count;
    }

    /** 64 lower-case hex digits; resets this object. */
    public String hex() {
        count = 0;
        last = new byte[0];
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** The digest of contents in any order. */
    public static String of(Collection<PromptContent> contents) {
        var digest = new ReleaseDigest();
        contents.stream()
                .sorted(Comparator.comparing(PromptContent::digest, Arrays::compareUnsigned))
                .forEach(digest::add);
        return digest.hex();
    }
}
