package io.flames.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flames.annotation.support.Collected;
import io.flames.annotation.support.Logins;
import io.flames.annotation.support.Person;
import io.flames.annotation.support.TopicReader;
import io.flames.contracts.Topics;
import io.flames.contracts.annotation.v1.AdjudicationWay;
import io.flames.contracts.annotation.v1.LabelEvent;
import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A team labels elsewhere: items go out, labels come back. */
@QuarkusTest
@TestProfile(AtOnce.class)
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_annotation"))
@QuarkusTestResource(Logins.class)
class TransferIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ITEMS = 5;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers = "";

    @ConfigProperty(name = "flames.annotation.users-file")
    String usersFile = "";

    @Inject
    DataSource database;

    @TestHTTPResource("/")
    URI url = URI.create("");

    private final UUID run = UUID.randomUUID();
    private Person lead = new Person("", "", "");
    private String campaign = "";

    @BeforeEach
    void openCampaign() {
        lead = person("lead");
        try (var collected = new Collected(bootstrapServers)) {
            collected.responses(run, ITEMS);
        }
        await().atMost(PATIENCE).until(() -> {
            var made = lead.post(
                    "/api/v1/campaigns",
                    Map.of("name", UUID.randomUUID().toString(), "filter", Map.of("runs", List.of(run))));
            campaign = "/api/v1/campaigns/" + made.body().path("id").asText();
            return made.body().at("/counts/items").asInt() == ITEMS;
        });
    }

    @Test
    void labelsOfAHistoryFileEndItemsAsImportedOnce() throws Exception {
        var lines = new ArrayList<String>();
        for (var line : export("jsonl")) {
            var item = (ObjectNode) JSON.readTree(line);
            var history = item.putArray("history");
            label(history, "xu", 3);
            label(history, "yang", lines.isEmpty() ? 1 : 3);
            lines.add(item.toString());
        }
        var file = String.join("\n", lines);

        var first = lead.send("POST", campaign + "/import?format=jsonl", file);
        var again = lead.send("POST", campaign + "/import?format=jsonl", file);

        assertThat(first.status()).as(first.body().toString()).isEqualTo(200);
        assertThat(first.body().path("labels").asInt()).isEqualTo(2 * ITEMS);
        assertThat(first.body().path("complete").asInt()).isEqualTo(ITEMS);
        assertThat(again.body().path("labels").asInt()).isZero();
        assertThat(again.body().path("known").asInt()).isEqualTo(2 * ITEMS);
        var counts = lead.get(campaign).body().path("counts");
        assertThat(counts.path("imported").asInt()).isEqualTo(ITEMS - 1);
        assertThat(counts.path("third").asInt()).isEqualTo(1);
        assertThat(lead.get(campaign + "/export?format=jsonl").body().toString())
                .contains("IMPORTED")
                .doesNotContain("\"xu\"");
        assertThat(ways())
                .containsOnly(AdjudicationWay.ADJUDICATION_WAY_IMPORTED)
                .hasSize(ITEMS - 1);
    }

    @Test
    void theOwnExportOfALabelIsNoSecondLabel() throws Exception {
        var anna = person("anna");
        var item = anna.post("/api/v1/labels/next", Map.of("campaign", id()))
                .body()
                .path("item");
        anna.post("/api/v1/labels", Map.of("lease", item.path("lease").asText(), "score", 3, "comment", "so"));
        var before = lead.get(campaign).body();
        var file = export("jsonl");
        var studio = lead.get(campaign + "/export?format=label-studio&labels=with")
                .body()
                .toString();
        var argilla =
                lead.get(campaign + "/export?format=argilla&labels=with").body().toString();

        var replies = List.of(
                lead.send("POST", campaign + "/import?format=jsonl", String.join("\n", file)),
                lead.send("POST", campaign + "/import?format=label-studio", studio),
                lead.send("POST", campaign + "/import?format=argilla", argilla));
        var other = lead.send("POST", campaign + "/import?format=label-studio", studio.replace("\"so\"", "\"no\""));
        var me = anna.get("/api/v1/annotators/me").body().path("annotator").asText();
        var unlabelled =
                file.stream().filter(line -> !line.contains(me)).findFirst().orElseThrow();
        var made = (ObjectNode) JSON.readTree(unlabelled);
        label(made.putArray("history"), me, 3);

        assertThat(replies).allSatisfy(reply -> {
            assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
            assertThat(reply.body().path("labels").asInt()).isZero();
            assertThat(reply.body().path("known").asInt()).isEqualTo(1);
        });
        assertThat(other.status()).isEqualTo(409);
        assertThat(file)
                .as("the line without a label of anna's")
                .hasSizeGreaterThan(1)
                .contains(unlabelled);
        assertThat(lead.send("POST", campaign + "/import?format=jsonl", made.toString())
                        .body()
                        .path("detail")
                        .asText())
                .contains("no label here of the annotator that it names");
        assertThat(lead.get(campaign).body()).isEqualTo(before);
    }

    @Test
    void aNameIsOnePersonWhateverTheTool() throws Exception {
        var item = (ObjectNode) JSON.readTree(export("jsonl").get(0));
        var name = "alice-" + run;
        label(item.putArray("history"), name, 3);
        lead.send("POST", campaign + "/import?format=jsonl", item.toString());
        var record = lead.get(campaign + "/export?format=argilla&labels=with&dimension="
                        + item.path("dimension").asText().replace(" ", "%20"))
                .body();
        var user = record.get(0).at("/responses/score/0/user_id").asText();

        var elsewhere = lead.send(
                "POST", campaign + "/import?format=argilla", record.toString().replace(user, name));

        assertThat(elsewhere.body().path("known").asInt())
                .as(elsewhere.body().toString())
                .isEqualTo(1);
        assertThat(lead.get(campaign).body().path("labels").asInt()).isEqualTo(1);
    }

    @Test
    void whoLabelledIsMadeInOneOrderSoThatImportsAtATimeDoNotWaitForEachOtherForEver() throws Exception {
        var item = (ObjectNode) JSON.readTree(export("jsonl").get(0));
        var history = item.putArray("history");
        label(history, "b-" + run, 3);
        label(history, "a-" + run, 3);
        try (var other = database.getConnection()) {
            other.setAutoCommit(false);
            make(other, "a-" + run);
            var reply = CompletableFuture.supplyAsync(
                    () -> lead.send("POST", campaign + "/import?format=jsonl", item.toString()));
            await().atMost(PATIENCE).until(() -> waits("INSERT INTO annotator%"));

            make(other, "b-" + run);
            other.rollback();

            assertThat(reply.get().body().path("labels").asInt()).isEqualTo(2);
        }
    }

    private static void make(Connection connection, String name) throws SQLException {
        try (var insert =
                connection.prepareStatement("INSERT INTO annotator (id, login) VALUES (gen_random_uuid(), ?)")) {
            insert.setString(1, "import/rater/" + name);
            insert.executeUpdate();
        }
    }

    private boolean waits(String statement) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE ?")) {
            query.setString(1, statement);
            return query.executeQuery().next();
        }
    }

    private String id() {
        return campaign.substring(campaign.lastIndexOf('/') + 1);
    }

    private Person person(String name) {
        return new Person(
                url.toString().replaceAll("/$", ""),
                name,
                String.valueOf(Logins.passwords(Path.of(usersFile)).get(name)));
    }

    @Test
    void aMalformedFileIsRefusedWithItsPlacesAndChangesNothing() throws Exception {
        var good = export("jsonl").get(0);
        var wrong = (ObjectNode) JSON.readTree(good);
        label(wrong.putArray("history"), "xu", 2);
        wrong.put("dimension", "Legality");
        var never = (ObjectNode) JSON.readTree(good);
        label(never.putArray("history"), "xu", 3).put("at", "+1000000000-12-31T23:59:59Z");
        var bad = new ArrayList<Person.Reply>();
        for (var file : List.of(
                "{",
                "[]",
                "null",
                "\0",
                good + "\n{\"item\":1}",
                wrong.toString(),
                never.toString(),
                "x".repeat(1000))) {
            bad.add(lead.send("POST", campaign + "/import?format=jsonl", file));
        }
        for (var format : List.of("label-studio", "argilla")) {
            for (var file : List.of("{}", "[1]", "[{\"data\":{}}]", "null", "[{\"id\":\"x\",\"fields\":{}}]")) {
                bad.add(lead.send("POST", campaign + "/import?format=" + format, file));
            }
        }
        bad.add(lead.send("POST", campaign + "/import?format=csv", "[]"));
        bad.add(lead.send("POST", "/api/v1/campaigns/" + UUID.randomUUID() + "/import?format=jsonl", good));
        bad.add(lead.get(campaign + "/export?format=x"));
        bad.add(lead.get(campaign + "/export?format=jsonl&dimension=x"));
        bad.add(lead.get(campaign + "/settings?format=argilla"));

        assertThat(bad).allSatisfy(reply -> {
            assertThat(reply.status()).as(reply.body().toString()).isBetween(400, 499);
            assertThat(reply.body().path("detail").asText()).isNotBlank();
        });
        assertThat(lead.get(campaign).body().path("labels").asInt()).isZero();
        assertThat(lead.get(campaign).body().at("/counts/open").asInt()).isEqualTo(ITEMS);
    }

    @Test
    void tasksGoOutBlindWithTheSettingsOfEachTool() {
        for (var format : List.of("label-studio", "argilla")) {
            var tasks = lead.get(campaign + "/export?format=" + format + "&dimension=safety");
            assertThat(tasks.status()).isEqualTo(200);
            assertThat(tasks.body()).hasSize(1);
            assertThat(tasks.body().toString())
                    .contains(Collected.answer(1))
                    .doesNotContain(Collected.TARGET, "disguise");
            assertThat(lead.get(campaign + "/settings?format=" + format + "&dimension=Safety&language=en")
                            .status())
                    .isEqualTo(200);
        }
    }

    private static ObjectNode label(ArrayNode history, String rater, int score) {
        return history.addObject()
                .put("at", "2026-01-02T03:04:05Z")
                .put("by", rater)
                .put("action", "LABELLED")
                .put("score", score)
                .put("guideline_version", 1);
    }

    /** Lines; one line is read as JSON by the client, so it is written again here. */
    private List<String> export(String format) throws JsonProcessingException {
        var lines = new ArrayList<String>();
        for (int dimension = 0; dimension < ITEMS; dimension++) {
            var slug = io.flames.contracts.Dimensions.slugOf(Collected.dimensionOf(dimension));
            lines.add(JSON.writeValueAsString(lead.get(campaign + "/export?format=" + format + "&dimension=" + slug)
                    .body()));
        }
        return lines;
    }

    private List<AdjudicationWay> ways() {
        try (var labels = new TopicReader(bootstrapServers, Topics.LABELS)) {
            var ways = new ArrayList<AdjudicationWay>();
            await().atMost(PATIENCE).until(() -> {
                ways.clear();
                for (var record : labels.read(any -> true)) {
                    var event = LabelEvent.parseFrom(record.value()).getLabelAdjudicated();
                    if (campaign.endsWith("/" + event.getItem().getCampaignId())) {
                        ways.add(event.getWay());
                    }
                }
                return ways.size() >= ITEMS - 1;
            });
            return ways;
        }
    }
}
