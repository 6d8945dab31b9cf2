package io.flames.cli.annotate;

import io.flames.cli.CliException;
import io.flames.cli.api.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** As whom a command works. The password is never an argument: those are seen by everybody on the machine. */
final class Login {
    static final String PASSWORD = "FLAMES_PASSWORD";

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "${env:FLAMES_USER:-lead}",
            description = "Log in as (default: $FLAMES_USER, else lead); the password is in $$FLAMES_PASSWORD.")
    private String user = "";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The password instead: a file with it, or with lines NAME:PASSWORD as flames up leaves one.")
    private @Nullable Path passwordFile;

    /** @throws CliException when there is no password, saying where one is looked for */
    Credentials credentials(Map<String, String> environment) {
        if (passwordFile != null) {
            return new Credentials(user, ofFile(user, passwordFile));
        }
        var password = environment.getOrDefault(PASSWORD, "");
        if (password.isEmpty()) {
            throw new CliException("no password for " + user + ": put it into the environment as " + PASSWORD
                    + ", or name a file with --password-file (flames up says where it keeps its own)");
        }
        return new Credentials(user, password);
    }

    private static String ofFile(String user, Path file) {
        var lines = lines(file);
        var named = lines.stream()
                .filter(line -> line.startsWith(user + ":"))
                .map(line -> line.substring(user.length() + 1))
                .findFirst();
        if (named.isPresent()) {
            return named.get();
        }
        if (lines.size() == 1) {
            return lines.get(0);
        }
        throw new CliException(file + ": holds no password of " + user + ", expected a line " + user
                + ":PASSWORD, or one line with the password alone");
    }

    private static List<String> lines(Path file) {
        if (!Files.exists(file)) {
            throw new CliException(file + ": no such file");
        }
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new CliException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
