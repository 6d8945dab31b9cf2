package io.flames.cli.annotate;

import io.flames.cli.CliException;
import io.flames.cli.api.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** As whom a command works. Passwords and tokens are never arguments: those are seen by everybody on the machine. */
final class Login {
    static final String PASSWORD = "FLAMES_PASSWORD";
    static final String TOKEN = "FLAMES_TOKEN";
    /** RFC 6750, section 2.1: what a header can carry. */
    private static final Pattern SENDABLE = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

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

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "Where people log in by OpenID Connect: a file with an access token (default: $$FLAMES_TOKEN).")
    private @Nullable Path tokenFile;

    /**
     * A file that was named goes before the environment, a token there before a password.
     *
     * @throws CliException when there is neither, saying where they are looked for, or both files are named
     */
    Credentials credentials(Map<String, String> environment) {
        if (passwordFile != null && tokenFile != null) {
            throw new CliException("--password-file and --token-file: name one of them");
        }
        if (tokenFile != null) {
            return Credentials.ofToken(sendable(String.join("", lines(tokenFile)), tokenFile.toString()));
        }
        if (passwordFile != null) {
            return Credentials.ofPassword(user, ofFile(user, passwordFile));
        }
        var token = environment.getOrDefault(TOKEN, "");
        if (!token.isEmpty()) {
            return Credentials.ofToken(sendable(token, TOKEN));
        }
        var password = environment.getOrDefault(PASSWORD, "");
        if (password.isEmpty()) {
            throw new CliException("no password for " + user + ": put it into the environment as " + PASSWORD
                    + ", or name a file with --password-file (flames up says where it keeps its own); with OpenID Connect, an"
                    + " access token as " + TOKEN + " or by --token-file");
        }
        return Credentials.ofPassword(user, password);
    }

    private static String sendable(String token, String where) {
        var stripped = token.strip();
        if (!SENDABLE.matcher(stripped).matches()) {
            throw new CliException(
                    where + ": holds no access token: one line of letters, digits and ._~+/-= is expected");
        }
        return stripped;
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
