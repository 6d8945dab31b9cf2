package io.flames.local.stack;

import io.flames.local.process.LocalStackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who may label in this stack: a lead and three annotators. annotation-service itself makes them at its first start, with
 * random passwords in a file that only the owner reads; and the key of their sessions, so that a restart logs nobody out.
 *
 * @param folder of the files; made when it is needed
 */
record Annotators(Path folder) {
    private static final String CREATED = "lead:lead,anna:annotator,ben:annotator,chen:annotator";
    private static final int KEY_BYTES = 32;

    /** Names with the hashes of their passwords. */
    Path users() {
        return folder.resolve("users");
    }

    /** Names with their passwords. Whoever has noted them down may delete it. */
    Path passwordsFile() {
        return folder.resolve("users.passwords");
    }

    /** What annotation-service is told. */
    Map<String, String> environment() {
        return Map.of(
                "FLAMES_ANNOTATION_USERS_FILE",
                users().toString(),
                "FLAMES_ANNOTATION_CREATE_USERS",
                CREATED,
                "QUARKUS_HTTP_AUTH_SESSION_ENCRYPTION_KEY",
                sessionKey());
    }

    /** Passwords by name, in the order in which they were made; empty when the file is not there. */
    Map<String, String> passwords() {
        var passwords = new LinkedHashMap<String, String>();
        try {
            if (Files.exists(passwordsFile())) {
                for (var line : Files.readAllLines(passwordsFile())) {
                    int colon = line.indexOf(':');
                    if (colon > 0) {
                        passwords.put(line.substring(0, colon), line.substring(colon + 1));
                    }
                }
            }
        } catch (IOException e) {
            throw new LocalStackException("cannot read " + passwordsFile() + ": " + e.getMessage(), e);
        }
        return passwords;
    }

    private String sessionKey() {
        var file = folder.resolve("session-key");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(folder);
                // Readable by the owner alone, and whole before it has its name.
                var whole = Files.createTempFile(folder, "session-key", ".part");
                Files.writeString(whole, randomKey(), StandardCharsets.US_ASCII);
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new LocalStackException("cannot use " + file + ": " + e.getMessage(), e);
        }
    }

    private static String randomKey() {
        var bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
