package io.flames.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flames.local.gateway.Routes.Service;
import io.flames.local.process.FreePorts;
import io.flames.local.process.LocalStackException;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gateway between real sockets. */
class GatewayIT {
    private static final int MEGABYTE = 1 << 20;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch mayFinish = new CountDownLatch(1);
    private final AtomicLong received = new AtomicLong();
    private HttpServer service;
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        service.setExecutor(Executors.newCachedThreadPool());
        service.createContext("/", this::echo);
        service.createContext("/api/v1/sets", this::count);
        service.createContext("/api/v1/releases", this::slowly);
        service.createContext("/prompts", HttpExchange::close);
        service.start();
        gateway = Gateway.start(
                vertx,
                0,
                Routes.DEFAULT,
                Map.of(
                        Service.PROMPT,
                        service.getAddress().getPort(),
                        Service.REPORT,
                        service.getAddress().getPort(),
                        Service.SCORING,
                        FreePorts.next()));
    }

    @AfterEach
    void stop() {
        mayFinish.countDown();
        gateway.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        service.stop(0);
    }

    @Test
    void requestsReachTheServiceWithPathQueryHostAndForwardedHeaders() throws Exception {
        var response = get("/services/report/q/metrics?name=%E9%81%93&x=1");

        var seen = new JsonObject(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(seen.getString("uri")).isEqualTo("/q/metrics?name=%E9%81%93&x=1");
        assertThat(seen.getString("Host")).isEqualTo("localhost:" + gateway.port());
        assertThat(seen.getString("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(seen.getString("X-Forwarded-Proto")).isEqualTo("http");
        assertThat(seen.getString("X-Forwarded-Host")).isEqualTo("localhost:" + gateway.port());
        assertThat(seen.getString("X-Forwarded-Port")).isEqualTo(String.valueOf(gateway.port()));
    }

    @Test
    void aForwardedHeaderOfTheClientIsNotBelieved() throws Exception {
        var response = send(request("/").header("X-Forwarded-For", "10.0.0.1").GET());

        assertThat(new JsonObject(response.body()).getString("X-Forwarded-For")).isEqualTo("127.0.0.1");
    }

    @Test
    void aLongBodyArrivesWholeAndBeforeItsEnd() throws Exception {
        var inTheMiddle = new CountDownLatch(1);
        var body = HttpRequest.BodyPublishers.ofInputStream(() -> new Megabytes(64, inTheMiddle));
        var answer = client.sendAsync(
                request("/api/v1/sets/big/imports").POST(body).build(), HttpResponse.BodyHandlers.ofString());

        await().atMost(30, TimeUnit.SECONDS).until(() -> received.get() > 16L * MEGABYTE);
        inTheMiddle.countDown();

        assertThat(answer.get(60, TimeUnit.SECONDS).body()).isEqualTo(String.valueOf(64L * MEGABYTE));
    }

    @Test
    void anAnswerArrivesBeforeItsEnd() throws Exception {
        try (var lines = client.send(
                        request("/api/v1/releases/a@1/prompts").build(), HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            var first = new String(lines.readNBytes(6), StandardCharsets.UTF_8);
            assertThat(first).isEqualTo("first\n");

            mayFinish.countDown();

            assertThat(new String(lines.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("last\n");
        }
    }

    @Test
    void aServiceThatIsAwayGetsAProblemDocument() throws Exception {
        var response = get("/scorers");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        var problem = new JsonObject(response.body());
        assertThat(problem.getInteger("status")).isEqualTo(503);
        assertThat(problem.getString("detail")).contains("scoring-service");
    }

    @Test
    void aServiceThatIsAwayAnswersAPostWithABodyToo() throws Exception {
        var response = send(request("/api/v1/scorers").POST(HttpRequest.BodyPublishers.ofString("x".repeat(MEGABYTE))));

        assertThat(response.statusCode()).isEqualTo(503);
    }

    @Test
    void aServiceThatBreaksOffGetsAProblemDocument() throws Exception {
        var response = get("/prompts");

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(new JsonObject(response.body()).getString("detail")).contains("prompt-service");
    }

    @Test
    void anotherHostNameIsRefused() throws Exception {
        try (var socket = new Socket("127.0.0.1", gateway.port())) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));

            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 403 ").contains("application/problem+json");
        }
    }

    @Test
    void aPostFromAnotherSiteIsRefusedBeforeTheServiceSeesIt() throws Exception {
        var response = send(request("/api/v1/sets")
                .header("Origin", "http://evil.example")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(received.get()).isZero();
    }

    @Test
    void aTakenPortIsNamed() {
        assertThatThrownBy(() -> Gateway.start(vertx, gateway.port(), Routes.DEFAULT, Map.of()))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("port " + gateway.port())
                .hasMessageContaining("--port");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + gateway.port() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void echo(HttpExchange exchange) throws IOException {
        var seen = new JsonObject().put("uri", exchange.getRequestURI().toString());
        exchange.getRequestHeaders().forEach((name, values) -> seen.put(canonical(name), values.get(0)));
        answer(exchange, seen.encode());
    }

    /** The JDK's server knows headers as {@code X-forwarded-for}. */
    private static String canonical(String name) {
        var result = new StringBuilder();
        for (var word : name.split("-")) {
            result.append(result.isEmpty() ? "" : "-")
                    .append(Character.toUpperCase(word.charAt(0)))
                    .append(word.substring(1));
        }
        return result.toString();
    }

    private void count(HttpExchange exchange) throws IOException {
        var buffer = new byte[1 << 16];
        int read = exchange.getRequestBody().read(buffer);
        while (read >= 0) {
            received.addAndGet(read);
            read = exchange.getRequestBody().read(buffer);
        }
        answer(exchange, String.valueOf(received.get()));
    }

    private void slowly(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            out.write("first\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            mayFinish.await();
            out.write("last\n".getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** So many megabytes, of which the second half comes only when it may. */
    private static final class Megabytes extends InputStream {
        private final long size;
        private final CountDownLatch inTheMiddle;
        private long given;

        Megabytes(int count, CountDownLatch inTheMiddle) {
            this.size = (long) count * MEGABYTE;
            this.inTheMiddle = inTheMiddle;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (given >= size / 2) {
                try {
                    inTheMiddle.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            if (given >= size) {
                return -1;
            }
            int count = (int) Math.min(length, size - given);
            given += count;
            return count;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("read in blocks");
        }
    }
}
