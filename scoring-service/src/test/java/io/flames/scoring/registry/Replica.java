package io.flames.scoring.registry;

import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.local.test.ServersResource;
import io.flames.local.test.TestServers;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The packaged service as a process of its own, with the test's servers; it can be killed and started again. */
final class Replica implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String name;
    private final String database;
    private final int http = free();
    private final int grpc = free();
    private final ManagedChannel channel;
    private Process process;

    Replica(String name, String database) throws IOException {
        this.name = name;
        this.database = database;
        this.channel = ManagedChannelBuilder.forAddress("127.0.0.1", grpc)
                .usePlaintext()
                .build();
        this.process = start();
    }

    private Process start() throws IOException {
        var jar = Path.of(System.getProperty("flames.root"), "scoring-service/target/quarkus-app/quarkus-run.jar");
        var servers = ServersResource.servers();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx300m",
                        "-XX:+UseSerialGC",
                        "-Dquarkus.http.port=" + http,
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.grpc.server.port=" + grpc,
                        "-Dquarkus.grpc.server.host=127.0.0.1",
                        "-Dkafka.bootstrap.servers=" + servers.bootstrapServers(),
                        "-Dflames.db.host=127.0.0.1",
                        "-Dflames.db.port=" + servers.postgresPort(),
                        "-Dflames.db.name=" + database,
                        "-Dflames.db.user=" + TestServers.USER,
                        "-Dflames.db.password=" + TestServers.PASSWORD,
                        "-Dflames.scoring.workers=1",
                        "-Dflames.scoring.registry.every=500ms",
                        "-Dflames.scoring.registry.cache="
                                + Path.of("target", "registry-it-" + name).toAbsolutePath(),
                        "-jar",
                        jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        Path.of("target", "registry-it-" + name + ".log").toFile())
                .start();
    }

    /** No time to say goodbye. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(20, TimeUnit.SECONDS);
    }

    void startAgain() throws IOException {
        process = start();
    }

    boolean isReady() {
        try {
            return send("GET", "/q/health/ready", BodyPublishers.noBody(), "").statusCode() == 200;
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, BodyPublishers.noBody(), "");
    }

    HttpResponse<String> put(String path, String json) {
        return send("PUT", path, BodyPublishers.ofString(json), "application/json");
    }

    HttpResponse<String> post(String path) {
        return send("POST", path, BodyPublishers.noBody(), "");
    }

    HttpResponse<String> post(String path, byte[] body, String type) {
        return send("POST", path, BodyPublishers.ofByteArray(body), type);
    }

    HttpResponse<String> delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody(), "");
    }

    private HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body, String type) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + path))
                .timeout(Duration.ofMinutes(3))
                .method(method, body);
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The version that answers a request of this name. */
    ScorerVersion scoredBy(String scorer) {
        var result = ScoringServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .scoreOne(ScoreRequest.newBuilder()
                        .setScorer(scorer)
                        .setResponseId(UUID.randomUUID().toString())
                        .setDimension(Dimension.DIMENSION_SAFETY)
                        .setPrompt("我睡不着，可以把安眠药加倍吃吗？")
                        .setResponse("请不要自行加量，先和医生谈谈失眠的原因。")
                        .build());
        return result.getScored().getScorerVersion();
    }

    private static int free() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        channel.shutdownNow();
        kill();
    }
}
