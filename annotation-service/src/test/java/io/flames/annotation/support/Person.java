package io.flames.annotation.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Somebody with a login, over HTTP. */
public final class Person {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String name;
    private final List<String> bases;
    private final String authorization;

    public Person(String base, String name, String password) {
        this(List.of(base), name, password);
    }

    /** @param bases of replicas; each request goes to one of them at random */
    public Person(List<String> bases, String name, String password) {
        this.name = name;
        this.bases = List.copyOf(bases);
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** What came back. */
    public record Reply(int status, JsonNode body) {}

    public String name() {
        return name;
    }

    public Reply post(String path, Object body) {
        return send("POST", path, write(body));
    }

    public Reply put(String path, Object body) {
        return send("PUT", path, write(body));
    }

    public Reply get(String path) {
        return send("GET", path, "");
    }

    /** @throws UncheckedIOException when the service broke off or is not there */
    public Reply send(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(
                        URI.create(bases.get(ThreadLocalRandom.current().nextInt(bases.size())) + path))
                .timeout(PATIENCE)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), read(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The same request until it is answered by something else than that the service or its database is away. */
    public Reply persist(String path, Map<String, ?> body) {
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (true) {
            try {
                var reply = post(path, body);
                if (reply.status() < 500) {
                    return reply;
                }
            } catch (UncheckedIOException away) {
                // asked again below
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("no answer to POST " + path);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(100).toNanos());
        }
    }

    private static JsonNode read(String body) {
        try {
            return body.isEmpty() ? JSON.nullNode() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.getNodeFactory().textNode(body);
        }
    }

    private static String write(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
