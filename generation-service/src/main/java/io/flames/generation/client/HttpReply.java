package io.flames.generation.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint's reply.
 *
 * @param headers by lower-case name; only those that bear on retries
 */
public record HttpReply(int status, Map<String, String> headers, byte[] body) {
    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
