package io.flames.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.annotation.support.Collected;
import io.flames.annotation.support.Logins;
import io.flames.annotation.support.Person;
import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What takes time: the window for revisions, breaks, and how much one holds. */
@QuarkusTest
@TestProfile(PaceIT.Windows.class)
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_annotation_pace"))
@QuarkusTestResource(Logins.class)
class PaceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers = "";

    @ConfigProperty(name = "flames.annotation.users-file")
    String usersFile = "";

    @TestHTTPResource("/")
    URI url = URI.create("");

    private final UUID run = UUID.randomUUID();
    private final Map<String, Person> people = new HashMap<>();

    public static class Windows implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "flames.annotation.labels.revision-window",
                    "5s",
                    "flames.annotation.campaigns.gold-rate",
                    "0",
                    "mp.messaging.incoming.responses.group.id",
                    "pace-" + UUID.randomUUID(),
                    "mp.messaging.incoming.scores.group.id",
                    "pace-" + UUID.randomUUID());
        }
    }

    @BeforeEach
    void logIn() {
        var base = url.toString().replaceAll("/$", "");
        Logins.passwords(Path.of(usersFile))
                .forEach((name, password) -> people.put(name, new Person(base, name, password)));
    }

    @Test
    void aCompleteItemStaysOpenToRevisionForAWhile() {
        var campaign = campaign(1, Map.of());
        label("anna", next("anna", campaign), 3);
        var bens = next("ben", campaign);
        label("ben", bens, 3);

        var revised =
                person("ben").put("/api/v1/labels/" + bens.path("lease").asText() + "?revision=1", Map.of("score", 1));

        assertThat(revised.status()).as(revised.body().toString()).isEqualTo(200);
        await().atMost(PATIENCE)
                .until(() -> person("lead")
                                .get("/api/v1/campaigns/" + campaign)
                                .body()
                                .at("/counts/third")
                                .asInt()
                        == 1);
        assertThat(person("ben")
                        .put("/api/v1/labels/" + bens.path("lease").asText() + "?revision=2", Map.of("score", 3))
                        .status())
                .isEqualTo(409);
        assertThat(person("lead")
                        .get("/api/v1/campaigns/" + campaign)
                        .body()
                        .at("/counts/agreed")
                        .asInt())
                .isZero();
    }

    @Test
    void aRunOfHarmfulItemsEndsInABreak() {
        var campaign = campaign(5, Map.of("limits", Map.of("harmfulRun", 2)));
        label("chen", next("chen", campaign), 1);
        label("chen", next("chen", campaign), 1);

        var pause = person("chen")
                .post("/api/v1/labels/next", Map.of("campaign", campaign))
                .body();

        assertThat(pause.path("status").asText()).isEqualTo("pause");
        assertThat(pause.path("reason").asText()).isEqualTo("harmful_run");
        assertThat(Instant.parse(pause.path("until").asText())).isAfter(Instant.now());
        assertThat(pause.has("item")).isFalse();
    }

    @Test
    void nobodyHoldsMoreThanOneMay() {
        var campaign = campaign(5, Map.of());
        var first = next("dora", campaign).path("lease").asText();
        var hold = Map.of("campaign", campaign, "hold", List.of(first));
        var second = person("dora")
                .post("/api/v1/labels/next", hold)
                .body()
                .at("/item/lease")
                .asText();

        var third = person("dora")
                .post("/api/v1/labels/next", Map.of("campaign", campaign, "hold", List.of(first, second)));

        assertThat(second).isNotEqualTo(first).isNotBlank();
        assertThat(third.status()).isEqualTo(409);
        assertThat(person("dora")
                        .post("/api/v1/labels/next", hold)
                        .body()
                        .at("/item/lease")
                        .asText())
                .isEqualTo(second);
    }

    private Person person(String name) {
        return people.get(name);
    }

    private JsonNode next(String name, String campaign) {
        var next = person(name).post("/api/v1/labels/next", Map.of("campaign", campaign));
        assertThat(next.body().path("status").asText()).isEqualTo("item");
        return next.body().path("item");
    }

    private void label(String name, JsonNode item, int score) {
        var label = Map.of("lease", item.path("lease").asText(), "score", score);
        assertThat(person(name).post("/api/v1/labels", label).status()).isEqualTo(200);
    }

    private String campaign(int responses, Map<String, ?> options) {
        try (var collected = new Collected(bootstrapServers)) {
            collected.responses(run, responses);
        }
        var body = new HashMap<String, Object>(options);
        body.put("filter", Map.of("runs", List.of(run)));
        var made = new HashMap<String, String>();
        await().atMost(PATIENCE).until(() -> {
            body.put("name", UUID.randomUUID().toString());
            var reply = person("lead").post("/api/v1/campaigns", body).body();
            made.put("id", reply.path("id").asText());
            return reply.at("/counts/items").asInt() == responses;
        });
        return made.getOrDefault("id", "");
    }
}
