package io.flames.e2e.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.e2e.Project;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes the stack through its gateway, with the alert rules of the project. */
final class Prometheus implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SERVICES = List.of("prompt", "generation", "scoring", "annotation", "report");
    private static final long STOP_SECONDS = 20;

    private final Process process;
    private final URI url;
    private final HttpClient http = HttpClient.newHttpClient();

    private Prometheus(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    static Prometheus start(Path program, Path folder, URI gateway) throws IOException {
        int port = freePort();
        var config = folder.resolve("prometheus.yml");
        Files.writeString(config, config(gateway));
        Files.writeString(folder.resolve("alerts.yml"), Project.read("deploy/prometheus/alerts.yml"));
        var process = new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        return new Prometheus(process, URI.create("http://127.0.0.1:" + port));
    }

    /** The result of an instant query; empty when nothing matches. */
    JsonNode query(String expression) throws IOException, InterruptedException {
        var answer = api("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        if (!answer.path("status").asText().equals("success")) {
            throw new AssertionError(expression + ": " + answer.path("error").asText());
        }
        return answer.at("/data/result");
    }

    JsonNode api(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url.resolve("/api/v1/" + path)).build();
        return JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    boolean isUp() throws InterruptedException {
        try {
            return query("count(up == 1)").path(0).at("/value/1").asInt() == SERVICES.size();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static String config(URI gateway) {
        var text = new StringBuilder(
                """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [alerts.yml]
                scrape_configs:
                """);
        for (String service : SERVICES) {
            text.append(
                    """
                      - job_name: flames-%1$s
                        metrics_path: /services/%1$s/q/metrics
                        static_configs: [{targets: ["localhost:%2$d"], labels: {job: flames, service: %1$s-service}}]
                    """
                            .formatted(service, gateway.getPort()));
        }
        return text.toString();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
