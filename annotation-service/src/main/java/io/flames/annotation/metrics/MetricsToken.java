package io.flames.annotation.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flames.annotation.AnnotationConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Figures move with single labels: whoever can read them beside labelling learns what was gold and what the other one said.
 * Where {@code flames.annotation.metrics-token} is set, {@code /q/metrics} asks for it.
 */
@ApplicationScoped
class MetricsToken {
    private static final String PATH = "/q/metrics";
    /** Beside what checks the origin, before authentication, which knows annotators and not Prometheus. */
    private static final int FIRST = 300;

    private final Optional<byte[]> expected;

    MetricsToken(AnnotationConfig config) {
        this.expected = config.metricsToken()
                .map(String::strip)
                .filter(token -> !token.isEmpty())
                .map(token -> ("Bearer " + token).getBytes(UTF_8));
    }

    void register(@Observes Filters filters) {
        expected.ifPresent(token -> filters.register(context -> check(context, token), FIRST));
    }

    private static void check(RoutingContext context, byte[] token) {
        if (!context.normalizedPath().startsWith(PATH)
                || isRight(context.request().getHeader("Authorization"), token)) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(401)
                .putHeader("WWW-Authenticate", "Bearer realm=\"flames metrics\"")
                .putHeader("Content-Type", "application/problem+json")
                .end(new JsonObject()
                        .put("type", "about:blank")
                        .put("title", "Unauthorized")
                        .put("status", 401)
                        .put("detail", PATH + " asks for flames.annotation.metrics-token as a bearer token")
                        .encode());
    }

    private static boolean isRight(@Nullable String sent, byte[] token) {
        return sent != null && MessageDigest.isEqual(sent.getBytes(UTF_8), token);
    }
}
