package io.flames.scoring.scorer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over named parts. Each part's name and length go in before its bytes, so that bytes cannot move from one part
 * to the next unseen.
 */
public final class Digest {
    private static final int PIECE = 1 << 20;

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

    /**
     * A file of any size, read piece by piece.
     *
     * @throws IOException when it cannot be read, or changes its length meanwhile
     */
    public Digest part(String name, Path file) throws IOException {
        long length = Files.size(file);
        sha256.update((name + ":" + length + "\n").getBytes(StandardCharsets.UTF_8));
        long read = 0;
        var piece = new byte[PIECE];
        try (var in = Files.newInputStream(file)) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                sha256.update(piece, 0, count);
                read += count;
            }
        }
        if (read != length) {
            throw new IOException(file + " changed while it was read: " + length + " bytes, then " + read);
        }
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
