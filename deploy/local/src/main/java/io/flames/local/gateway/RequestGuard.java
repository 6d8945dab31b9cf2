package io.flames.local.gateway;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages of elsewhere away from a server that trusts whoever reaches it: a page may point its own name at
 * 127.0.0.1 (DNS rebinding, seen by Host), or post here with the browser's help (seen by Sec-Fetch-Site and Origin).
 * Programs send neither header and are let through.
 */
final class RequestGuard {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private RequestGuard() {}

    /**
     * The headers that decide.
     *
     * @param method the request's method
     * @param host the Host header
     * @param origin the Origin header
     * @param fetchSite the Sec-Fetch-Site header
     */
    record Headers(String method, @Nullable String host, @Nullable String origin, @Nullable String fetchSite) {}

    /** Why the request is refused; empty when it is not. */
    static Optional<String> refusal(Headers request) {
        var host = request.host();
        if (host == null || !LOOPBACK.contains(withoutPort(host.toLowerCase(Locale.ROOT)))) {
            return Optional.of(
                    "This server answers only to localhost, 127.0.0.1 and [::1], not to the host name of this request.");
        }
        if (!SAFE_METHODS.contains(request.method()) && comesFromElsewhere(request, host)) {
            return Optional.of("A page of another site may not change anything here.");
        }
        return Optional.empty();
    }

    private static boolean comesFromElsewhere(Headers request, String host) {
        if (request.fetchSite() != null && !OWN_SITE.contains(request.fetchSite())) {
            return true;
        }
        return request.origin() != null && !request.origin().equalsIgnoreCase("http://" + host);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        boolean hasPort = colon > host.lastIndexOf(']');
        return hasPort ? host.substring(0, colon) : host;
    }
}
