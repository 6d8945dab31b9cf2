package io.flames.scoring.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands in for a running Flames over a real socket: answers as it is told, and keeps what it was told. */
public final class FlamesPeer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String body = "{}";

    /** @param call such as {@code PUT /api/v1/trainings/...} */
    public record Told(String call, JsonNode snapshot) {}

    public FlamesPeer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            told.add(new Told(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    JSON.readTree(exchange.getRequestBody().readAllBytes())));
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    void answer(int with, String text) {
        status = with;
        body = text;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public List<Told> told() {
        return told;
    }

    public JsonNode last() {
        return told.get(told.size() - 1).snapshot();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
