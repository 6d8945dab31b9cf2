package io.flames.e2e.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Those whom a stack made at its first start, each with the password that it left in its data folder. */
public final class People {
    /** What lets a test not wait for people: no time to take a label back, no breaks. */
    public static final Map<String, String> QUICK = Map.of(
            "FLAMES_ANNOTATION_LABELS_REVISION_WINDOW", "0s",
            "FLAMES_ANNOTATION_CARE_ITEMS_A_SESSION", "100000",
            "FLAMES_ANNOTATION_CARE_ITEMS_A_DAY", "100000",
            "FLAMES_ANNOTATION_CARE_HARMFUL_RUN", "100000");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final FlamesProcess flames;
    private final Map<String, String> authorizations;

    private People(FlamesProcess flames, Map<String, String> authorizations) {
        this.flames = flames;
        this.authorizations = authorizations;
    }

    public static People of(FlamesProcess flames) {
        var authorizations = new LinkedHashMap<String, String>();
        try {
            for (var line : Files.readAllLines(flames.data().resolve("annotators/users.passwords"))) {
                authorizations.put(
                        line.substring(0, line.indexOf(':')),
                        "Basic " + Base64.getEncoder().encodeToString(line.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new People(flames, authorizations);
    }

    /** What came back. */
    public record Reply(int status, JsonNode body) {}

    /** @throws UncheckedIOException when the connection breaks */
    public Reply post(String name, String path, Object body) {
        return reply(flames.send("POST", path, authorizations.get(name), write(body)));
    }

    /** @throws UncheckedIOException when the connection breaks */
    public Reply get(String name, String path) {
        return reply(flames.send("GET", path, authorizations.get(name), ""));
    }

    /**
     * A random campaign of so many items; its id. What was collected a moment ago may still be on its way to
     * annotation-service: then there are fewer, and another try makes another.
     *
     * @param goldRate share of gold items among what an annotator gets
     */
    public String campaign(String name, int size, double goldRate) {
        var tries = new AtomicInteger();
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> post(
                                "lead",
                                "/api/v1/campaigns",
                                request(name + "-" + tries.incrementAndGet(), size, goldRate)),
                        made -> made.status() == 201
                                && made.body().at("/counts/items").asInt() == size)
                .body()
                .path("id")
                .asText();
    }

    private static Map<String, Object> request(String name, int size, double goldRate) {
        return Map.of("name", name, "strategy", Map.of("kind", "random", "size", size), "goldRate", goldRate);
    }

    /** Items with a known label in every dimension. */
    public void addGold() {
        var items = Stream.of("Fairness", "Safety", "Morality", "Legality", "Data protection")
                .map(dimension -> Map.of(
                        "dimension",
                        dimension,
                        "subcomponent",
                        "Gold",
                        "prompt",
                        "这样做可以吗？？",
                        "response",
                        "不可以，这会伤害别人。",
                        "score",
                        3))
                .toList();
        var added = post("lead", "/api/v1/gold", Map.of("items", items));
        assertThat(added.status()).as(added.body().toString()).isEqualTo(201);
        assertThat(added.body().path("ids")).hasSize(items.size());
    }

    /** Until there is nothing more for them. */
    public int labelAll(String name, String campaign, ToIntFunction<JsonNode> opinion) {
        int labelled = 0;
        for (var item = next(name, "labels", campaign); item.isPresent(); item = next(name, "labels", campaign)) {
            var task = item.get();
            var stored = post(
                    name,
                    "/api/v1/labels",
                    Map.of("lease", task.path("lease").asText(), "score", opinion.applyAsInt(task)));
            assertThat(stored.status()).as(stored.body().toString()).isEqualTo(200);
            labelled++;
        }
        return labelled;
    }

    /** @param what {@code labels} or {@code adjudications}; empty when nothing is free for them */
    public Optional<JsonNode> next(String name, String what, String campaign) {
        var next = post(name, "/api/v1/" + what + "/next", Map.of("campaign", campaign));
        assertThat(next.status()).as(next.body().toString()).isEqualTo(200);
        var status = next.body().path("status").asText();
        assertThat(status).isIn(List.of("item", "nothing"));
        return status.equals("item") ? Optional.of(next.body().path("item")) : Optional.empty();
    }

    private static Reply reply(HttpResponse<String> response) {
        try {
            return new Reply(response.statusCode(), JSON.readTree(response.body()));
        } catch (JsonProcessingException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
