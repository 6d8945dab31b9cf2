package io.flames.local.stack;

import io.flames.local.gateway.Routes.Service;
import io.flames.local.servers.Postgres;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a service is told through its environment. Of the person's own environment it gets what programs need to run,
 * and Flames' variables; API keys only where targets or judges are called from.
 *
 * @param bootstrapServers of Kafka
 * @param postgresPort on the loopback address
 * @param httpPorts of each service
 * @param scoringPort of scoring's gRPC interface
 * @param annotators who may label; a users file that the person names replaces them
 */
record ServiceEnvironment(
        String bootstrapServers,
        int postgresPort,
        Map<Service, Integer> httpPorts,
        int scoringPort,
        Annotators annotators) {
    static final String USERS_FILE = "FLAMES_ANNOTATION_USERS_FILE";

    private static final String HOST = "127.0.0.1";
    private static final String API_KEYS = "FLAMES_API_KEY_";
    /** What the command line logs in with: nothing that a service needs to know. */
    private static final String PASSWORD = "FLAMES_PASSWORD";

    Map<String, String> of(Service service, Map<String, String> inherited) {
        var environment = new TreeMap<String, String>();
        inherited.forEach((name, value) -> {
            if (isPassedOn(service, name)) {
                environment.put(name, value);
            }
        });
        environment.putAll(common(service));
        environment.putAll(own(service, inherited));
        return environment;
    }

    private Map<String, String> common(Service service) {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                bootstrapServers,
                "FLAMES_DB_HOST",
                HOST,
                "FLAMES_DB_PORT",
                String.valueOf(postgresPort),
                "FLAMES_DB_NAME",
                service.database(),
                "FLAMES_DB_USER",
                Postgres.USER,
                "FLAMES_DB_PASSWORD",
                Postgres.PASSWORD,
                "QUARKUS_HTTP_HOST",
                HOST,
                "QUARKUS_HTTP_PORT",
                String.valueOf(httpPorts.get(service)),
                "QUARKUS_CONSOLE_COLOR",
                "false");
    }

    private Map<String, String> own(Service service, Map<String, String> inherited) {
        return switch (service) {
            case SCORING ->
                Map.of("QUARKUS_GRPC_SERVER_HOST", HOST, "QUARKUS_GRPC_SERVER_PORT", String.valueOf(scoringPort));
            case GENERATION ->
                Map.of(
                        "FLAMES_GENERATION_SCORING_HOST",
                        HOST,
                        "FLAMES_GENERATION_SCORING_PORT",
                        String.valueOf(scoringPort));
            case ANNOTATION -> annotation(inherited);
            case PROMPT, REPORT -> Map.of();
        };
    }

    private Map<String, String> annotation(Map<String, String> inherited) {
        var environment = new TreeMap<>(annotators.environment());
        if (inherited.containsKey(USERS_FILE)) {
            // The person's own users file replaces ours, and with it what is made from ours.
            environment.keySet().removeIf(name -> name.startsWith("FLAMES_"));
        }
        return environment;
    }

    private static boolean isPassedOn(Service service, String name) {
        if (name.startsWith(API_KEYS)) {
            return service == Service.GENERATION || service == Service.SCORING;
        }
        return (name.startsWith("FLAMES_") && !name.equals(PASSWORD))
                || name.startsWith("LC_")
                || name.startsWith("SSL_CERT_")
                || switch (name) {
                    case "PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "JAVA_TOOL_OPTIONS" -> true;
                    case "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy" -> true;
                    default -> false;
                };
    }
}
