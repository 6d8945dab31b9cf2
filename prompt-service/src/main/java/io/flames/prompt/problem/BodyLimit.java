package io.flames.prompt.problem;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * Bounds every request body. Imports stream and may be as long as {@code quarkus.http.limits.max-body-size}; any other
 * body is held in memory while it is parsed, and gets 1 MiB.
 */
@Singleton
public class BodyLimit {
    private static final long LIMIT_BYTES = 1024 * 1024;
    private static final int AFTER_THE_GLOBAL_LIMIT = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final Pattern STREAMED = Pattern.compile("/api/v1/sets/[^/]+/imports|/prompts/import");
    private static final String PROBLEM =
            """
            {"status":413,"title":"Content too large","detail":"the body is larger than 1 MiB, the most this path takes"}""";

    void install(@Observes Router router) {
        router.route().order(AFTER_THE_GLOBAL_LIMIT).handler(BodyLimit::bound);
    }

    private static void bound(RoutingContext request) {
        if (STREAMED.matcher(request.normalizedPath()).matches()) {
            request.next();
            return;
        }
        request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, LIMIT_BYTES);
        if (declaredLength(request) > LIMIT_BYTES) {
            request.response()
                    .setStatusCode(CONTENT_TOO_LARGE)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                    .putHeader(HttpHeaders.CONNECTION, "close")
                    .end(PROBLEM);
            return;
        }
        request.next();
    }

    private static long declaredLength(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null || !length.matches("[0-9]{1,18}") ? 0 : Long.parseLong(length);
    }
}
