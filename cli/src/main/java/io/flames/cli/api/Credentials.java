package io.flames.cli.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Who asks. It prints without what is secret.
 *
 * @param who for messages
 * @param authorization value of the Authorization header
 */
public record Credentials(String who, String authorization) {
    /** A login name and its password (RFC 7617). */
    public static Credentials ofPassword(String user, String password) {
        var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Credentials(user, "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    /** An access token of the identity provider that annotation-service trusts (RFC 6750). */
    public static Credentials ofToken(String token) {
        return new Credentials("the token's owner", "Bearer " + token);
    }

    @Override
    public String toString() {
        return who;
    }
}
