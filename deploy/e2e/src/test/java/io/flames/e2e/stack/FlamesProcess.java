package io.flames.e2e.stack;

import static org.awaitility.Awaitility.await;

import io.flames.e2e.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A {@code ./flames ...} as a user starts it: a process of its own, with everything that it started. */
public final class FlamesProcess implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final long STOP_SECONDS = 60;
    private static final List<String> SERVICES = List.of("prompt", "generation", "scoring", "annotation", "report");

    private final Process process;
    private final Path data;
    private final Path output;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private FlamesProcess(Process process, Path data, Path output, int port) {
        this.process = process;
        this.data = data;
        this.output = output;
        this.port = port;
    }

    /**
     * Starts the command with a free {@code --port} and the given data folder.
     *
     * @param arguments the subcommand and its options, such as {@code up}
     */
    public static FlamesProcess start(Path folder, String... arguments) {
        return start(folder, Map.of(), arguments);
    }

    /** @param environment on top of the tests' own */
    public static FlamesProcess start(Path folder, Map<String, String> environment, String... arguments) {
        int port = freePort();
        var command = new ArrayList<String>(List.of(Project.file("flames").toString()));
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of(
                "--port",
                String.valueOf(port),
                "--data-dir",
                folder.resolve("data").toString()));
        var output = folder.resolve("flames.out");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.directory(folder.toFile());
        builder.environment().put("FLAMES_NO_BUILD", "1");
        // For JVMs that live for minutes the optimising compiler costs more than it gains: 70 s of CPU a start, not 41.
        var quickly = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=128m";
        builder.environment().merge("JAVA_TOOL_OPTIONS", quickly, (own, ours) -> own + " " + ours);
        builder.environment().putAll(environment);
        try {
            return new FlamesProcess(builder.start(), folder.resolve("data"), output, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every service answers ready through the gateway. */
    public FlamesProcess awaitReady() {
        await().atMost(READY).pollInterval(Duration.ofMillis(250)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("flames ended with " + process.exitValue() + ": " + printed());
            }
            return SERVICES.stream().allMatch(this::isReady);
        });
        return this;
    }

    public boolean isReady(String service) {
        try {
            return get("/services/" + service + "/q/health/ready").statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    public HttpResponse<String> postJson(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> putJson(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> postLines(String path, String lines) {
        return send(request(path)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines)));
    }

    /** As somebody with a login. */
    public HttpResponse<String> send(String method, String path, String authorization, String body) {
        return send(request(path)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Its data folder. */
    public Path data() {
        return data;
    }

    /** host:port of its broker: ports stay in the data folder, so that a restarted server is found again. */
    public String bootstrapServers() {
        var ports = new Properties();
        try (var file = Files.newInputStream(data.resolve("ports.properties"))) {
            ports.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "localhost:" + ports.getProperty("kafka");
    }

    public URI url() {
        return URI.create("http://localhost:" + port);
    }

    public Process process() {
        return process;
    }

    /** What the command printed so far. */
    public String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process of a child whose command line holds the text, such as {@code scoring-service}. */
    public Optional<ProcessHandle> child(String commandPart) {
        return process.descendants()
                .filter(ProcessHandle::isAlive)
                .filter(p -> commandLine(p).contains(commandPart))
                .findFirst();
    }

    public List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    @Override
    public void close() {
        var children = descendants();
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        await().atMost(Duration.ofSeconds(STOP_SECONDS))
                .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Linux only, where {@link ProcessHandle.Info#commandLine()} cuts long lines. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .replace('\0', ' ');
        } catch (IOException gone) {
            return process.info().commandLine().orElse("");
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url().resolve(path)).timeout(Duration.ofMinutes(2));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
