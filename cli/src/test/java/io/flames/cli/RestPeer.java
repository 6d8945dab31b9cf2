package io.flames.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers REST calls over a real socket as it is told, and keeps what it was asked. */
public final class RestPeer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What to answer. */
    private record Reply(int status, String body) {}

    /** What was asked: {@code POST /api/v1/runs?x=y} and its body. */
    public record Request(String call, String body, String idempotencyKey, String contentType, String authorization) {}

    public RestPeer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(new Request(
                    call,
                    body,
                    header(exchange, "Idempotency-Key"),
                    header(exchange, "Content-Type"),
                    header(exchange, "Authorization")));
            var path =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            var reply = replies.getOrDefault(path, new Reply(404, "{\"detail\":\"nothing at " + path + "\"}"));
            var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        var value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    /** @param path such as {@code GET /api/v1/runs}, without the query */
    public RestPeer on(String path, int status, String body) {
        replies.put(path, new Reply(status, body));
        return this;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public List<Request> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
