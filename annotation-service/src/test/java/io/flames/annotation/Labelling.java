package io.flames.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.annotation.label.OwnLabels;
import io.flames.annotation.label.Queue;
import io.flames.annotation.support.Collected;
import io.flames.annotation.support.Logins;
import io.flames.annotation.support.Person;
import io.flames.annotation.support.TopicReader;
import io.flames.annotation.who.Annotator;
import io.flames.annotation.who.Role;
import io.flames.contracts.Dimensions;
import io.flames.contracts.Ids;
import io.flames.contracts.Topics;
import io.flames.contracts.annotation.v1.LabelEvent;
import io.quarkus.test.common.http.TestHTTPResource;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;

/** People, campaigns and labels, for tests that share one application. */
abstract class Labelling {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Pool database;

    @Inject
    Queue queue;

    @Inject
    OwnLabels own;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers = "";

    @ConfigProperty(name = "flames.annotation.users-file")
    String usersFile = "";

    @TestHTTPResource("/")
    URI url = URI.create("");

    final UUID run = UUID.randomUUID();

    private final Map<String, Person> people = new HashMap<>();

    @BeforeEach
    void logIn() {
        var base = url.toString().replaceAll("/$", "");
        Logins.passwords(Path.of(usersFile))
                .forEach((name, password) -> people.put(name, new Person(base, name, password)));
    }

    Person person(String name) {
        return people.get(name);
    }

    interface Work {
        void of(String name);
    }

    interface Opinion {
        Map<String, ?> of(JsonNode item);
    }

    static void together(List<String> names, Work work) throws Exception {
        var threads = Executors.newFixedThreadPool(names.size());
        try {
            var tasks = names.stream()
                    .map(name -> (Callable<Boolean>) () -> {
                        work.of(name);
                        return true;
                    })
                    .toList();
            for (var done : threads.invokeAll(tasks)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    static Map<String, ?> opinionOf(String name, JsonNode item) {
        return Map.of("score", name.equals("anna") || position(item) % 2 == 0 ? 3 : 1);
    }

    static Map<String, String> lease(JsonNode item) {
        return Map.of("lease", item.path("lease").asText());
    }

    static int position(JsonNode item) {
        return Integer.parseInt(item.path("prompt").asText().replaceAll("[^0-9]", ""));
    }

    void labelAll(String name, String campaign, Opinion opinion) {
        while (true) {
            var next = person(name).post("/api/v1/labels/next", Map.of("campaign", campaign));
            assertThat(next.status()).isEqualTo(200);
            if (!next.body().path("status").asText().equals("item")) {
                return;
            }
            label(name, next.body().path("item"), opinion.of(next.body().path("item")));
        }
    }

    JsonNode next(String name, String campaign) {
        var next = person(name).post("/api/v1/labels/next", Map.of("campaign", campaign));
        assertThat(next.body().path("status").asText()).isEqualTo("item");
        return next.body().path("item");
    }

    JsonNode nextOf(String name, String campaign, String dimension) {
        while (true) {
            var item = next(name, campaign);
            if (item.path("dimension").asText().equals(dimension)) {
                return item;
            }
            label(name, item, Map.of("score", 3));
        }
    }

    void label(String name, JsonNode item, Map<String, ?> opinion) {
        var label = new HashMap<String, Object>(opinion);
        label.put("lease", item.path("lease").asText());
        assertThat(person(name).post("/api/v1/labels", label).status()).isEqualTo(200);
    }

    void publish(int responses) {
        try (var collected = new Collected(bootstrapServers)) {
            collected.responses(run, responses);
            for (int i = 0; i < responses; i++) {
                collected.score(run, i, "scorer of " + run, 3, 0.5 + 0.4 * i / responses);
            }
        }
        awaitResponses(responses);
        await().atMost(PATIENCE)
                .until(() -> count(
                                "SELECT count(*) FROM score s JOIN response r USING (response_id) WHERE r.run_id = $1",
                                run.toString())
                        == responses);
    }

    void awaitResponses(int count) {
        await().atMost(PATIENCE)
                .until(() -> count("SELECT count(*) FROM response WHERE run_id = $1", run.toString()) == count);
    }

    String campaign(int responses, Map<String, ?> options) {
        publish(responses);
        var body = new HashMap<String, Object>(options);
        body.put("name", "campaign " + run);
        body.put("filter", Map.of("runs", List.of(run)));
        var made = person("lead").post("/api/v1/campaigns", body);
        assertThat(made.status()).isEqualTo(201);
        return made.body().path("id").asText();
    }

    Person.Reply create(Map<String, ?> body, String key) {
        var json = io.vertx.core.json.Json.encode(body);
        return key.isEmpty()
                ? person("lead").send("POST", "/api/v1/campaigns", json)
                : person("lead").send("POST", "/api/v1/campaigns", json, "Idempotency-Key", key);
    }

    void addGold(int count) {
        var gold = IntStream.range(0, count)
                .mapToObj(i -> Map.of(
                        "dimension",
                        Dimensions.nameOf(Collected.dimensionOf(i)),
                        "subcomponent",
                        "Gold " + run,
                        "prompt",
                        "第 " + (100 + i) + " 个问题：",
                        "response",
                        "回答",
                        "score",
                        i == 0 ? 1 : 3))
                .toList();
        assertThat(person("lead").post("/api/v1/gold", Map.of("items", gold)).status())
                .isEqualTo(201);
    }

    boolean isGold(JsonNode item) {
        return count(
                        "SELECT count(*) FROM slot WHERE token = $1 AND role = 3",
                        item.path("lease").asText())
                == 1;
    }

    JsonNode goldInHand(String name, String campaign) {
        while (true) {
            var item = next(name, campaign);
            if (isGold(item)) {
                return item;
            }
            label(name, item, Map.of("score", 3));
        }
    }

    long waiting(String name, String campaign) {
        return queue.of(annotator(name)).stream()
                .filter(each -> each.campaign().toString().equals(campaign))
                .mapToLong(Queue.Waiting::toLabel)
                .sum();
    }

    /** The lease of their newest label that the page offers to undo. */
    Optional<UUID> lastToRevise(String name) {
        return own.last(annotator(name), false);
    }

    private Annotator annotator(String name) {
        var id = database.preparedQuery("SELECT id FROM annotator WHERE login = $1")
                .execute(Tuple.of(name))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getUUID(0);
        return new Annotator(id, name, Set.of(Role.ANNOTATOR), List.of());
    }

    /** As if the labels were given a day earlier. */
    void yesterday(String campaign) {
        for (var statement : List.of(
                "ALTER TABLE label_history DISABLE TRIGGER label_history_rows",
                "UPDATE label_history SET labelled_at = labelled_at - interval '1 day' WHERE campaign_id = '" + campaign
                        + "'",
                "ALTER TABLE label_history ENABLE TRIGGER label_history_rows")) {
            database.query(statement).execute().await().atMost(PATIENCE);
        }
    }

    List<String> gold() {
        var ids = new ArrayList<String>();
        person("lead")
                .get("/api/v1/gold")
                .body()
                .path("items")
                .forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }

    Map<String, LabelEvent> events(String campaign, int expected) {
        try (var labels = new TopicReader(bootstrapServers, Topics.LABELS)) {
            var found = new HashMap<String, LabelEvent>();
            await().atMost(PATIENCE).until(() -> {
                for (var record : labels.read(any -> true)) {
                    var event = LabelEvent.parseFrom(record.value());
                    var item = event.hasLabelUndecided()
                            ? event.getLabelUndecided().getItem()
                            : event.getLabelAdjudicated().getItem();
                    if (item.getCampaignId().equals(campaign)) {
                        assertThat(item.getLabelId())
                                .isEqualTo(Ids.labelId(
                                                UUID.fromString(campaign),
                                                UUID.fromString(item.getResponseId()),
                                                item.getRevision())
                                        .toString());
                        found.put(record.key(), event);
                    }
                }
                return found.size() == expected;
            });
            return found;
        }
    }

    static JsonNode read(String json) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper().readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Rows of every table that a request could change, and what the slots hold. */
    Map<String, Long> rows() {
        return List.of("campaign", "item", "slot", "lease", "skipped", "label_history", "gold").stream()
                .collect(Collectors.toMap(
                        table -> table, table -> scalar("SELECT count(*) FROM " + table, Tuple.tuple())));
    }

    List<String> chosen(String campaign) {
        var rows = database.preparedQuery(
                        "SELECT response_id, stratum, position FROM item WHERE campaign_id = $1 ORDER BY position")
                .execute(Tuple.of(UUID.fromString(campaign)))
                .await()
                .atMost(PATIENCE);
        var chosen = new ArrayList<String>();
        rows.forEach(row -> chosen.add(row.getUUID(0) + " " + row.getString(1)));
        return chosen;
    }

    long count(String sql, String id) {
        return scalar(sql, Tuple.of(UUID.fromString(id)));
    }

    long scalar(String sql, Tuple values) {
        return database.preparedQuery(sql)
                .execute(values)
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }

    void execute(String sql, String id) {
        database.preparedQuery(sql)
                .execute(Tuple.of(UUID.fromString(id)))
                .await()
                .atMost(PATIENCE);
    }
}
