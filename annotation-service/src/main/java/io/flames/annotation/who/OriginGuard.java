package io.flames.annotation.who;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request that changes something was sent by a page of this very site. Browsers say where a request comes from
 * (Sec-Fetch-Site, Origin) and pages can't forge it; programs say neither, and bring a password or a token instead of a
 * cookie that a browser would add by itself. Pure.
 */
final class OriginGuard {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private OriginGuard() {}

    /**
     * The headers that decide.
     *
     * @param host as the browser knows this site, {@code name[:port]}
     * @param cookies whether the request carries any
     */
    record Request(
            String method,
            @Nullable String host,
            @Nullable String origin,
            @Nullable String fetchSite,
            boolean cookies) {}

    /**
     * Why the request is refused; empty when it is not.
     *
     * @param publicOrigins trusted besides the host itself
     */
    static Optional<String> refusal(Request request, List<String> publicOrigins) {
        if (SAFE_METHODS.contains(request.method())) {
            return Optional.empty();
        }
        if (request.origin() != null) {
            return isOwn(request.origin(), request.host(), publicOrigins)
                    ? Optional.empty()
                    : Optional.of("A page of another site may not change anything here.");
        }
        if (request.fetchSite() != null) {
            return "same-origin".equals(request.fetchSite())
                    ? Optional.empty()
                    : Optional.of("A page of another site may not change anything here.");
        }
        return request.cookies()
                ? Optional.of("A request that changes something by a cookie says where it comes from (Origin).")
                : Optional.empty();
    }

    private static boolean isOwn(String origin, @Nullable String host, List<String> publicOrigins) {
        if (publicOrigins.stream().anyMatch(origin::equalsIgnoreCase)) {
            return true;
        }
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }
}
