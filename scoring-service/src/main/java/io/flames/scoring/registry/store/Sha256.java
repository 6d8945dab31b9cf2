package io.flames.scoring.registry.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files of any size. */
public final class Sha256 {
    private static final int PIECE = 1 << 16;

    private Sha256() {}

    /** 64 lower-case hex digits. */
    public static String of(Path file) throws IOException {
        var sha256 = start();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            var piece = new byte[PIECE];
            while (in.read(piece) >= 0) {
                // Reading is all that is wanted.
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
