package io.flames.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.CliException;
import io.flames.cli.console.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Flames over REST. Every failure is a {@link CliException} that says what to do. */
public final class FlamesApi {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(60);
    private static final Duration PROBE = Duration.ofSeconds(10);
    /** Imports and exports stream: a hundred thousand prompts take their time. */
    private static final Duration STREAM = Duration.ofMinutes(30);

    private static final String API = "/api/v1/";
    private static final int PAGE = 100;

    private final URI base;
    private final @Nullable Credentials credentials;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    /** @param base where the gateway or Ingress listens, such as {@code http://localhost:8080} */
    public FlamesApi(URI base) {
        this(base, null);
    }

    private FlamesApi(URI base, @Nullable Credentials credentials) {
        this.base = base;
        this.credentials = credentials;
    }

    /** The same, asked by somebody; each call carries the login. */
    public FlamesApi as(Credentials who) {
        return new FlamesApi(base, who);
    }

    public URI base() {
        return base;
    }

    /** The address of a page, for messages. */
    public String page(String path) {
        return stripped() + path;
    }

    public JsonNode get(String path, Query query) {
        return json(request(path, query, CALL).GET().build(), Optional.empty()).body();
    }

    public Answer post(String path, Query query, @Nullable JsonNode body) {
        return post(path, query, body, null);
    }

    /** @param idempotencyKey the same key is answered with what the first call made */
    public Answer post(String path, Query query, @Nullable JsonNode body, @Nullable String idempotencyKey) {
        var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Json.line(body));
        var request = request(path, query, CALL).POST(publisher);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (idempotencyKey != null) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        return json(request.build(), Optional.empty());
    }

    /** Without a body, for what may take minutes. */
    public Answer postSlow(String path) {
        return json(
                request(path, Query.none(), STREAM)
                        .POST(BodyPublishers.noBody())
                        .build(),
                Optional.empty());
    }

    /**
     * Sends lines of JSON as a stream.
     *
     * @param source the name of the file, for messages about its lines
     */
    public Answer upload(String path, Query query, BodyPublisher lines, String source) {
        return upload(path, query, lines, "application/x-ndjson", source);
    }

    /**
     * Sends a file as a stream.
     *
     * @param source the name of the file, for messages about its lines
     */
    public Answer upload(String path, Query query, BodyPublisher file, String mediaType, String source) {
        return upload(path, file, mediaType, query, Optional.of(source));
    }

    /** Sends a zip file as a stream. */
    public Answer uploadZip(String path, BodyPublisher zip) {
        return upload(path, zip, "application/zip", Query.none(), Optional.empty());
    }

    private Answer upload(String path, BodyPublisher body, String type, Query query, Optional<String> source) {
        var request = request(path, query, STREAM)
                .header("Content-Type", type)
                .POST(body)
                .build();
        return json(request, source);
    }

    public Answer delete(String path) {
        return json(request(path, Query.none(), CALL).DELETE().build(), Optional.empty());
    }

    /** The body of a GET as it comes; the caller closes it. */
    public InputStream download(String path, Query query) {
        var request = request(path, query, STREAM).header("Accept", "*/*").GET().build();
        var response = send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() >= 400) {
            throw refused(request, response.statusCode(), text(request, response.body()), Optional.empty());
        }
        return response.body();
    }

    /** What a path outside the API answers with, whatever the status says: a health report comes with 503 too. */
    public Answer probe(String path) {
        var request = HttpRequest.newBuilder(URI.create(stripped() + path))
                .timeout(PROBE)
                .GET()
                .build();
        var response = send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            return new Answer(response.statusCode(), Json.parse(response.body()));
        } catch (JsonProcessingException notJson) {
            return new Answer(response.statusCode(), Json.object());
        }
    }

    /** The items of a list, page after page, at most {@code limit}. */
    public List<JsonNode> list(String path, Query query, int limit) {
        var items = new ArrayList<JsonNode>();
        @Nullable String after = null;
        do {
            var page = get(path, copy(query).and("after", after).and("limit", Math.min(PAGE, limit - items.size())));
            page.path("items").forEach(items::add);
            var next = page.path("next");
            after = next.isNull() || next.isMissingNode() ? null : next.asText();
        } while (after != null && items.size() < limit);
        return items.size() > limit ? items.subList(0, limit) : items;
    }

    private static Query copy(Query query) {
        return Query.none().and(query);
    }

    /**
     * @param status the HTTP status, such as 201 where something was created
     * @param body the document; null node when there was none
     */
    public record Answer(int status, JsonNode body) {
        public boolean created() {
            return status == 201;
        }
    }

    private HttpRequest.Builder request(String path, Query query, Duration within) {
        var request = HttpRequest.newBuilder(URI.create(stripped() + API + path + query))
                .timeout(within)
                .header("Accept", "application/json, application/problem+json");
        if (credentials != null) {
            request.header("Authorization", credentials.authorization());
        }
        return request;
    }

    private String stripped() {
        var text = base.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private Answer json(HttpRequest request, Optional<String> source) {
        var response = send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() >= 400) {
            throw refused(request, response.statusCode(), response.body(), source);
        }
        try {
            return new Answer(
                    response.statusCode(), response.body().isBlank() ? Json.object() : Json.parse(response.body()));
        } catch (JsonProcessingException e) {
            throw new CliException(
                    call(request) + " was not answered with JSON: is " + base + " the address of a Flames?", e);
        }
    }

    private static RefusedException refused(HttpRequest request, int status, String body, Optional<String> source) {
        return new RefusedException(status, Problem.lines(call(request), status, body, source));
    }

    private static String call(HttpRequest request) {
        return request.method() + " " + request.uri();
    }

    private static String text(HttpRequest request, InputStream body) {
        try (body) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CliException(call(request) + " broke off: " + e.getMessage(), e);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new UnreachableException(base, e);
        } catch (HttpTimeoutException e) {
            throw new CliException(call(request) + " was not answered in time: see ./flames status", e);
        } catch (IOException e) {
            throw new CliException(call(request) + " broke off: " + reason(e) + ": see ./flames status", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted", e);
        }
    }

    private static String reason(IOException e) {
        return Optional.ofNullable(e.getMessage()).orElse("the connection was closed");
    }
}
