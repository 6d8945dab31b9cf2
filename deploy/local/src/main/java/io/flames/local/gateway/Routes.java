package io.flames.local.gateway;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Which service serves which path: the one table that the gateway routes by and that the Kubernetes Ingress is checked
 * against. A prefix matches whole path segments, as {@code pathType: Prefix} does; the longest wins.
 *
 * @param all the routes, any order
 */
public record Routes(List<Route> all) {
    /** What the services' pages and REST interfaces live under. */
    public static final Routes DEFAULT = new Routes(List.of(
            new Route("/prompts", Service.PROMPT),
            new Route("/releases", Service.PROMPT),
            new Route("/api/v1/sets", Service.PROMPT),
            new Route("/api/v1/releases", Service.PROMPT),
            new Route("/api/v1/taxonomy", Service.PROMPT),
            new Route("/targets", Service.GENERATION),
            new Route("/api/v1/targets", Service.GENERATION),
            new Route("/api/v1/runs", Service.GENERATION),
            new Route("/api/v1/recordings", Service.GENERATION),
            new Route("/scorers", Service.SCORING),
            new Route("/api/v1/scorers", Service.SCORING),
            new Route("/api/v1/trainings", Service.SCORING),
            new Route("/annotate", Service.ANNOTATION),
            new Route("/agreement", Service.ANNOTATION),
            new Route("/api/v1/campaigns", Service.ANNOTATION),
            new Route("/api/v1/gold", Service.ANNOTATION),
            new Route("/api/v1/labels", Service.ANNOTATION),
            new Route("/api/v1/adjudications", Service.ANNOTATION),
            new Route("/api/v1/annotators", Service.ANNOTATION),
            new Route("/", Service.REPORT)));

    private static final String MANAGEMENT = "/services/";

    public Routes {
        all = all.stream()
                .sorted(Comparator.comparingInt((Route route) -> route.prefix().length())
                        .reversed())
                .toList();
    }

    /** A service by the name that URLs use for it. */
    public enum Service {
        PROMPT,
        GENERATION,
        SCORING,
        ANNOTATION,
        REPORT;

        /** For instance {@code prompt}. */
        public String shortName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** For instance {@code prompt-service}: the module's folder and the name in a cluster. */
        public String moduleName() {
            return shortName() + "-service";
        }

        /** The database that only this service reads and writes. */
        public String database() {
            return "flames_" + shortName();
        }
    }

    /**
     * @param prefix the path's first segments, without a slash at the end, or just {@code /}
     * @param service who serves them
     */
    public record Route(String prefix, Service service) {
        boolean matches(String path) {
            return "/".equals(prefix) || path.equals(prefix) || path.startsWith(prefix + "/");
        }
    }

    /**
     * Where a request goes.
     *
     * @param service who answers it
     * @param path the path it is asked for, which differs from the one that came in for {@code /services/<name>/q/...}
     */
    public record Destination(Service service, String path) {}

    /** {@code /services/<name>/q/...} is that service's {@code /q/...}: health, metrics, OpenAPI. All else by prefix. */
    public Destination of(String path) {
        for (var service : Service.values()) {
            var own = MANAGEMENT + service.shortName();
            if (path.equals(own + "/q") || path.startsWith(own + "/q/")) {
                return new Destination(service, path.substring(own.length()));
            }
        }
        return all.stream()
                .filter(route -> route.matches(path))
                .findFirst()
                .map(route -> new Destination(route.service(), path))
                .orElseThrow(() -> new IllegalStateException("no route for /"));
    }
}
