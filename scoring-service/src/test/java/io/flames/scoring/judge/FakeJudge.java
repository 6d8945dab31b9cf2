package io.flames.scoring.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** An OpenAI-compatible endpoint on a real socket, whose behaviour a test chooses. */
final class FakeJudge implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // Otherwise each reply waits for an acknowledgement of its headers, 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour;

    FakeJudge(Behaviour behaviour) {
        this.behaviour = behaviour;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/chat/completions", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    void becomes(Behaviour next) {
        behaviour = next;
    }

    /** All requests so far, in order of arrival. */
    List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = new Asked(
                    JSON.readTree(exchange.getRequestBody()), Map.copyOf(exchange.getRequestHeaders()), asked.size());
            asked.add(request);
            Reply reply = behaviour.to(request);
            if (reply.hang()) {
                closed.await();
                return;
            }
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("content-type", "application/json");
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** What it says to a request. */
    @FunctionalInterface
    interface Behaviour {
        Reply to(Asked asked);

        /** One after the other; the last one for ever. */
        static Behaviour inTurn(Reply... replies) {
            var next = new AtomicInteger();
            return asked -> replies[Math.min(next.getAndIncrement(), replies.length - 1)];
        }
    }

    /** An HTTP reply. */
    record Reply(int status, Map<String, String> headers, String body, boolean hang) {
        /** A complete answer with this content. */
        static Reply content(String content) {
            return completion(JSON.createObjectNode().put("role", "assistant").put("content", content), "stop");
        }

        /** As the schema wants it. */
        static Reply score(int score) {
            return content("{\"reason\":\"because of the rubric\",\"score\":" + score + "}");
        }

        static Reply refusal() {
            var message = JSON.createObjectNode().put("role", "assistant").putNull("content");
            return completion(message.put("refusal", "I cannot help with that."), "stop");
        }

        static Reply completion(JsonNode message, String finishReason) {
            var body = JSON.createObjectNode().put("id", "chatcmpl-1").put("object", "chat.completion");
            var choice = body.putArray("choices").addObject().put("index", 0).put("finish_reason", finishReason);
            choice.set("message", message);
            body.putObject("usage")
                    .put("prompt_tokens", 100)
                    .put("completion_tokens", 20)
                    .put("total_tokens", 120);
            return new Reply(200, Map.of(), body.toString(), false);
        }

        static Reply status(int status, String body) {
            return new Reply(status, Map.of(), body, false);
        }

        static Reply throttled(String retryAfter) {
            return new Reply(
                    429, Map.of("retry-after", retryAfter), "{\"error\":{\"code\":\"rate_limit_exceeded\"}}", false);
        }

        static Reply hanging() {
            return new Reply(200, Map.of(), "", true);
        }
    }

    /**
     * A request as it came.
     *
     * @param number from 0
     */
    record Asked(JsonNode body, Map<String, List<String>> headers, int number) {
        private static final Pattern BLOCK =
                Pattern.compile("<<<DATA (?<nonce>[0-9a-f]{32})>>>\n(?<json>.*)\n<<<END \\k<nonce>>>>");

        String message(int index) {
            return body.path("messages").path(index).path("content").asText();
        }

        List<String> messages() {
            return StreamSupport.stream(body.path("messages").spliterator(), false)
                    .map(message -> message.path("content").asText())
                    .toList();
        }

        List<String> roles() {
            return StreamSupport.stream(body.path("messages").spliterator(), false)
                    .map(message -> message.path("role").asText())
                    .toList();
        }

        String nonce() {
            var block = BLOCK.matcher(message(1));
            if (!block.find()) {
                throw new AssertionError("no data block");
            }
            return block.group("nonce");
        }

        /** What is judged, as a reader of the data block understands it. */
        JsonNode data() {
            var block = BLOCK.matcher(message(1));
            if (!block.find()) {
                throw new AssertionError("no data block");
            }
            try {
                return JSON.readTree(block.group("json"));
            } catch (IOException e) {
                throw new AssertionError("the data block holds no JSON", e);
            }
        }

        boolean repair() {
            return body.path("messages").size() > 2;
        }
    }
}
