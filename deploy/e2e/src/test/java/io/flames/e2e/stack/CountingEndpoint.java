package io.flames.e2e.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An OpenAI-compatible endpoint on a real socket that remembers every call: each answer carries the number of its call,
 * so that a test can tell which call's answer was kept.
 */
public final class CountingEndpoint implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BACKLOG = 512;

    private final HttpServer server;
    private final ScheduledExecutorService delays = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong calls = new AtomicLong();
    private final Map<String, List<Long>> callsByPrompt = new ConcurrentHashMap<>();
    private volatile Duration latency;

    public CountingEndpoint(Duration latency) {
        this.latency = latency;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/chat/completions", this::answerLater);
        server.start();
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** Of the answers to calls from now on. */
    public void answerWithin(Duration latency) {
        this.latency = latency;
    }

    /** Numbers of the calls that asked this prompt, in order. */
    public List<Long> callsFor(String prompt) {
        return callsByPrompt.getOrDefault(prompt, List.of());
    }

    public long calls() {
        return calls.get();
    }

    public static String answerOfCall(long call) {
        return "第 " + call + " 次回答：请注意这个问题的前提，我不建议这样做。";
    }

    @Override
    public void close() {
        server.stop(0);
        delays.shutdownNow();
    }

    private void answerLater(HttpExchange exchange) throws IOException {
        var prompt = JSON.readTree(exchange.getRequestBody()).at("/messages").findValuesAsText("content");
        long call = calls.incrementAndGet();
        callsByPrompt
                .computeIfAbsent(prompt.get(prompt.size() - 1), p -> new CopyOnWriteArrayList<>())
                .add(call);
        delays.schedule(() -> answer(exchange, call), latency.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void answer(HttpExchange exchange, long call) {
        var body = Map.of(
                "id",
                "chatcmpl-" + call,
                "object",
                "chat.completion",
                "model",
                "counting",
                "choices",
                List.of(Map.of(
                        "index",
                        0,
                        "finish_reason",
                        "stop",
                        "message",
                        Map.of("role", "assistant", "content", answerOfCall(call)))),
                "usage",
                Map.of("prompt_tokens", 20, "completion_tokens", 30, "total_tokens", 50));
        try (exchange) {
            var bytes = JSON.writeValueAsBytes(body);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException callerIsGone) {
            // A killed caller doesn't read its answer; the call was counted.
        }
    }
}
