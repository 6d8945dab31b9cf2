package io.flames.scoring.scorer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over named parts. Each part's name and length go in before its bytes, so that bytes cannot move from one part
 * to the next unseen.
 */
public final class Digest {
    private final MessageDigest sha256;

    public Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public Digest part(String name, byte[] bytes) {
        sha256.update((name + ":" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
        sha256.update(bytes);
        return this;
    }

    public Digest part(String name, String text) {
        return part(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** 64 lower-case hex digits; the digest is spent afterwards. */
    public String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
