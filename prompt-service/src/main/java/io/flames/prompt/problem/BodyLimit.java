package io.flames.prompt.problem;

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
 * body is held in memory while it is parsed, gets 1 MiB, and says its length before it comes: a body that turns out too
 * long while it is read would hold a worker until its sender goes.
 */
@Singleton
public class BodyLimit {
    private static final long LIMIT_BYTES = 1024 * 1024;
    private static final int AFTER_THE_GLOBAL_LIMIT = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1;
    private static final int LENGTH_REQUIRED = 411;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final Pattern STREAMED = Pattern.compile("/api/v1/sets/[^/]+/imports|/prompts/import");

    void install(@Observes Router router) {
        router.route().order(AFTER_THE_GLOBAL_LIMIT).handler(BodyLimit::bound);
    }

    private static void bound(RoutingContext request) {
        if (STREAMED.matcher(request.normalizedPath()).matches()) {
            request.next();
            return;
        }
        request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, LIMIT_BYTES);
        if (request.request().headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            refuse(request, LENGTH_REQUIRED, "Length required", "this path takes a body with a Content-Length only");
        } else if (declaredLength(request) > LIMIT_BYTES) {
            refuse(request, CONTENT_TOO_LARGE, "Content too large", "the body is larger than 1 MiB, the most allowed");
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
                        .put("status", status)
                        .put("title", title)
                        .put("detail", detail)
                        .encode());
    }

    private static long declaredLength(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null || !length.matches("[0-9]{1,18}") ? 0 : Long.parseLong(length);
    }
}
