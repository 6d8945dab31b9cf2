package io.flames.local.sample;

import io.flames.local.process.LocalStackException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A real HTTP server on the loopback address that speaks the OpenAI chat-completions protocol for the models of
 * {@link SamplePack}: the demo asks it through the same client as it would a real model. Waiting answers cost a timer
 * each, no thread.
 */
public final class SampleTargets implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final long SECONDS = 10;
    private static final int BODY_TOO_LARGE = 4 << 20;

    private final Vertx vertx;
    private final ChatProtocol protocol;
    private final Latency latency;
    private final HttpServer server;

    private SampleTargets(Vertx vertx, SamplePack pack, Latency latency) {
        this.vertx = vertx;
        this.protocol = new ChatProtocol(pack);
        this.latency = latency;
        this.server = vertx.createHttpServer().requestHandler(this::handle);
    }

    /**
     * @param port 0 for any free one
     * @throws LocalStackException when the port is taken
     */
    public static SampleTargets start(Vertx vertx, int port, SamplePack pack, Latency latency) {
        var targets = new SampleTargets(vertx, pack, latency);
        try {
            targets.server
                    .listen(port, HOST)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(SECONDS, TimeUnit.SECONDS);
            return targets;
        } catch (ExecutionException | TimeoutException taken) {
            throw new LocalStackException("the sample targets cannot listen on port " + port + " of " + HOST, taken);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted while starting the sample targets", e);
        }
    }

    /** The base URL of a target, with {@code /v1}. */
    public URI baseUrl() {
        return URI.create("http://" + HOST + ":" + server.actualPort() + "/v1");
    }

    private void handle(HttpServerRequest request) {
        switch (request.path()) {
            case "/v1/models" -> {
                if (allows(request, HttpMethod.GET)) {
                    send(request, 200, ChatProtocol.models());
                }
            }
            case "/v1/chat/completions" -> {
                if (allows(request, HttpMethod.POST)) {
                    request.body().onSuccess(body -> complete(request, body.toString()));
                }
            }
            default ->
                send(
                        request,
                        ChatProtocol.error(
                                404,
                                "Invalid URL (" + request.method() + " " + request.path() + ")",
                                "invalid_request_error",
                                null,
                                null));
        }
    }

    private static boolean allows(HttpServerRequest request, HttpMethod method) {
        if (request.method().equals(method)) {
            return true;
        }
        send(
                request,
                ChatProtocol.error(
                        405,
                        "Not allowed to " + request.method() + " on " + request.path(),
                        "invalid_request_error",
                        null,
                        "method_not_supported"));
        return false;
    }

    private void complete(HttpServerRequest request, String body) {
        if (body.length() > BODY_TOO_LARGE) {
            send(request, ChatProtocol.error(413, "Request too large", "invalid_request_error", null, null));
            return;
        }
        var reply = protocol.complete(
                body, "chatcmpl-" + UUID.randomUUID(), Instant.now().getEpochSecond());
        var question = reply.delayedAs();
        long delay = question == null ? 0 : latency.millisFor(question.model(), question.prompt());
        if (delay == 0) {
            send(request, reply);
        } else {
            vertx.setTimer(delay, timer -> send(request, reply));
        }
    }

    private static void send(HttpServerRequest request, ChatProtocol.Reply reply) {
        send(request, reply.status(), reply.body());
    }

    private static void send(HttpServerRequest request, int status, JsonObject body) {
        if (request.response().closed()) {
            return;
        }
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toBuffer());
    }

    @Override
    public void close() {
        server.close();
    }
}
