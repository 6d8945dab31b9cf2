package io.flames.annotation.problem;

import io.flames.annotation.AnnotationConfig;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * Bounds every request body. Imports stream and may be as long as {@code quarkus.http.limits.max-body-size}; any other
 * body is held in memory while it is parsed, and says its length before it comes: one that turns out too long while it is
 * read would hold a worker until its sender goes. Gold items come by the thousand and get 16 MiB, a label what its comment
 * may need and 256 KiB at least.
 */
@Singleton
class BodyLimit {
    private static final long KIB = 1024;
    private static final long LEAST = 256 * KIB;
    private static final long GOLD = 16 * KIB * KIB;
    /** A UTF-16 unit as a percent-encoded form has it, twice: a form holds the comment and what is quoted. */
    private static final long BYTES_A_CHARACTER = 18;

    private static final int AFTER_THE_GLOBAL_LIMIT = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1;
    private static final int LENGTH_REQUIRED = 411;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final Pattern STREAMED = Pattern.compile("/api/v1/campaigns/[^/]+/import");
    private static final Pattern OF_GOLD = Pattern.compile("/api/v1/gold");

    private final long most;

    BodyLimit(AnnotationConfig config) {
        this.most = Math.max(LEAST, config.labels().maxComment() * BYTES_A_CHARACTER);
    }

    void install(@Observes Router router) {
        router.route().order(AFTER_THE_GLOBAL_LIMIT).handler(this::bound);
    }

    private void bound(RoutingContext request) {
        var path = request.normalizedPath();
        if (STREAMED.matcher(path).matches()) {
            request.next();
            return;
        }
        long limit = OF_GOLD.matcher(path).matches() ? GOLD : most;
        request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, limit);
        if (request.request().headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            refuse(
                    request,
                    LENGTH_REQUIRED,
                    "Length Required",
                    "This address takes a body with a Content-Length only.");
        } else if (declaredLength(request) > limit) {
            refuse(
                    request,
                    CONTENT_TOO_LARGE,
                    "Content Too Large",
                    "The body is larger than %d KiB, the most that this address takes.".formatted(limit / KIB));
        } else {
            request.next();
        }
    }

    private static void refuse(RoutingContext request, int status, String title, String detail) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(new JsonObject()
                        .put("type", "about:blank")
                        .put("title", title)
                        .put("status", status)
                        .put("detail", detail)
                        .encode());
    }

    private static long declaredLength(RoutingContext request) {
        var length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null || !length.matches("[0-9]{1,18}") ? 0 : Long.parseLong(length);
    }
}
