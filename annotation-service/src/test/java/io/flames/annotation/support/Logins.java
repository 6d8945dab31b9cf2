package io.flames.annotation.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** A users file that the service writes itself at its first start, with passwords drawn at random. */
public final class Logins implements QuarkusTestResourceLifecycleManager {
    public static final String USERS = "lead:lead,anna:annotator,ben:annotator,chen:annotator,dora:annotator";

    public static final String METRICS_TOKEN = "for-prometheus-alone";

    @Override
    public Map<String, String> start() {
        return Map.of(
                "flames.annotation.users-file", newFile().toString(),
                "flames.annotation.create-users", USERS,
                "flames.annotation.metrics-token", METRICS_TOKEN);
    }

    @Override
    public void stop() {}

    /** In a folder of its own; the file is not there yet. */
    public static Path newFile() {
        try {
            return Files.createTempDirectory("flames-users").resolve("users");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Passwords by name. */
    public static Map<String, String> passwords(Path usersFile) {
        try {
            return Files.readAllLines(usersFile.resolveSibling(usersFile.getFileName() + ".passwords")).stream()
                    .map(line -> line.split(":", 2))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
