package io.flames.annotation.support;

import static org.awaitility.Awaitility.await;

import io.flames.local.test.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The packaged service as a process of its own, to be killed and started again on its port and data. */
public final class PackagedService implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(3);

    private final ProcessBuilder command;
    private final int port;
    private Process process;

    /** @param settings as environment variables, besides those that name the servers */
    public PackagedService(TestServers servers, String database, Path log, Map<String, String> settings) {
        var root = Path.of(System.getProperty("flames.root", ".."));
        port = freePort();
        command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-jar",
                        root.resolve("annotation-service/target/quarkus-app/quarkus-run.jar")
                                .toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        command.environment()
                .putAll(Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        servers.bootstrapServers(),
                        "FLAMES_DB_HOST",
                        "127.0.0.1",
                        "FLAMES_DB_PORT",
                        String.valueOf(servers.postgresPort()),
                        "FLAMES_DB_NAME",
                        database,
                        "FLAMES_DB_USER",
                        TestServers.USER,
                        "FLAMES_DB_PASSWORD",
                        TestServers.PASSWORD,
                        "QUARKUS_HTTP_HOST",
                        "127.0.0.1",
                        "QUARKUS_HTTP_PORT",
                        String.valueOf(port)));
        command.environment().putAll(settings);
        process = start();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** kill -9, and a new one when it is gone. */
    public void killAndStartAgain() {
        process.destroyForcibly().onExit().join();
        process = start();
    }

    public void awaitReady() {
        var client = HttpClient.newHttpClient();
        var ready =
                HttpRequest.newBuilder(URI.create(url() + "/q/health/ready")).build();
        await().atMost(READY)
                .ignoreExceptions()
                .until(() -> client.send(ready, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    private Process start() {
        try {
            return command.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
