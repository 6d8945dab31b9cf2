package io.flames.generation.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An OpenAI-compatible endpoint over a real socket that answers as a test says. */
public final class ScriptedTarget implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * @param body of the reply
     * @param delayMs before it is sent
     */
    public record Reply(int status, Map<String, String> headers, String body, long delayMs) {
        public static Reply ok(String text) {
            return ok(text, 0);
        }

        public static Reply ok(String text, long delayMs) {
            var json = MAPPER.createObjectNode().put("model", "scripted-1");
            var choice = json.putArray("choices").addObject().put("finish_reason", "stop");
            choice.putObject("message").put("role", "assistant").put("content", text);
            json.putObject("usage").put("prompt_tokens", 7).put("completion_tokens", 5);
            return new Reply(200, Map.of(), json.toString(), delayMs);
        }

        public static Reply status(int status) {
            return new Reply(status, Map.of(), "{\"error\":{\"message\":\"no\"}}", 0);
        }
    }

    /** @param prompt the user message */
    public record Call(String path, String authorization, String prompt, JsonNode body, long atNanos) {}

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> byPrompt = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();
    private volatile Function<Call, Reply> script;

    public ScriptedTarget(Function<Call, Reply> script) {
        this.script = script;
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(this::answer)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    public void script(Function<Call, Reply> next) {
        script = next;
    }

    public Queue<Call> calls() {
        return calls;
    }

    public int callsFor(String prompt) {
        return byPrompt.getOrDefault(prompt, new AtomicInteger()).get();
    }

    public int mostInFlight() {
        return mostInFlight.get();
    }

    private void answer(HttpServerRequest request) {
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        request.bodyHandler(body -> {
            var call = call(request, body);
            calls.add(call);
            byPrompt.computeIfAbsent(call.prompt(), p -> new AtomicInteger()).incrementAndGet();
            var reply = script.apply(call);
            if (reply.delayMs() == 0) {
                send(request, reply);
            } else {
                vertx.setTimer(reply.delayMs(), timer -> send(request, reply));
            }
        });
    }

    private void send(HttpServerRequest request, Reply reply) {
        inFlight.decrementAndGet();
        var response = request.response().setStatusCode(reply.status()).putHeader("content-type", "application/json");
        reply.headers().forEach(response::putHeader);
        response.end(reply.body());
    }

    private static Call call(HttpServerRequest request, Buffer body) {
        try {
            var json = MAPPER.readTree(body.getBytes());
            var messages = json.path("messages");
            var prompt = messages.path(messages.size() - 1).path("content").asText();
            var authorization = request.getHeader("authorization");
            return new Call(
                    request.path(), authorization == null ? "" : authorization, prompt, json, System.nanoTime());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
