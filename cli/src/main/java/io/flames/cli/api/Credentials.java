package io.flames.cli.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Who asks. It prints without the password.
 *
 * @param user the login name
 * @param password theirs
 */
public record Credentials(String user, String password) {
    /** The value of an Authorization header (RFC 7617). */
    String basic() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return user;
    }
}
