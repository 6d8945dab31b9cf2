package io.flames.annotation.who;

import io.flames.annotation.AnnotationConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** {@link OriginGuard} before everything else, the login included. */
@ApplicationScoped
class OriginFilter {
    /** Before authentication, which is at 200. */
    private static final int FIRST = 300;

    private final List<String> publicOrigins;

    OriginFilter(AnnotationConfig config) {
        this.publicOrigins = config.publicOrigins().orElse(List.of());
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext context) {
        var request = context.request();
        var refusal = OriginGuard.refusal(
                new OriginGuard.Request(
                        request.method().name(),
                        request.authority() == null ? null : request.authority().toString(),
                        request.getHeader("Origin"),
                        request.getHeader("Sec-Fetch-Site"),
                        request.headers().contains("Cookie")),
                publicOrigins);
        if (refusal.isEmpty()) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(403)
                .putHeader("Content-Type", "application/problem+json")
                .end(new JsonObject()
                        .put("type", "about:blank")
                        .put("title", "Forbidden")
                        .put("status", 403)
                        .put("detail", refusal.get())
                        .encode());
    }
}
