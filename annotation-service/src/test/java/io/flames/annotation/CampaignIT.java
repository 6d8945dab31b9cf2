package io.flames.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.annotation.support.Collected;
import io.flames.annotation.support.Logins;
import io.flames.annotation.support.TopicReader;
import io.flames.contracts.Dimensions;
import io.flames.contracts.Topics;
import io.flames.contracts.generation.v1.Outcome;
import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a campaign holds: which responses, which gold items among them, and what somebody has opted out of. */
@QuarkusTest
@TestProfile(AtOnce.class)
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_annotation"))
@QuarkusTestResource(Logins.class)
class CampaignIT extends Labelling {
    @Test
    void goldItemsAreMixedInUnseenAndShowAccuracyButNeverBecomeLabels() {
        addGold(11);
        var campaign = campaign(30, Map.of("goldRate", 0.5));
        var gold = goldInHand("dora", campaign);
        person("dora").post("/api/v1/labels/release", lease(gold));
        var again = next("dora", campaign);
        assertThat(again.path("prompt")).as("what was given back comes again").isEqualTo(gold.path("prompt"));
        execute(
                "UPDATE slot SET leased_until = clock_timestamp() - interval '1 second' WHERE token = $1",
                again.path("lease").asText());
        var after = next("dora", campaign);
        assertThat(after.path("prompt")).as("after the lease ran out, too").isEqualTo(gold.path("prompt"));
        assertThat(person("dora").post("/api/v1/labels/skip", lease(after)).status())
                .isEqualTo(204);

        var falls = new HashSet<Long>();
        var labelled = new AtomicLong();
        var right = new ArrayList<JsonNode>();
        labelAll("dora", campaign, item -> {
            if (isGold(item) && right.isEmpty()) {
                right.add(item);
            }
            falls.add(labelled.incrementAndGet() + waiting("dora", campaign));
            return Map.of("score", 3);
        });
        assertThat(falls).as("what waits falls by one with each label").hasSize(1);
        assertThat(count("SELECT count(*) FROM slot WHERE campaign_id = $1 AND role = 3 AND labelled", campaign))
                .as("all but the one that was skipped")
                .isEqualTo(10);
        assertThat(person("dora").get("/api/v1/annotators/me").body().path("gold"))
                .as("a figure of today would tell which items were gold ones")
                .isEmpty();
        var revised = "/api/v1/labels/" + right.get(0).path("lease").asText() + "?revision=1";
        assertThat(person("dora").put(revised, Map.of("score", 1)).status()).isEqualTo(200);
        yesterday(campaign);
        var me = person("dora").get("/api/v1/annotators/me").body().path("gold");

        assertThat(me).hasSize(1);
        assertThat(me.at("/0/labelled").asInt()).isEqualTo(10);
        var wrong = count(
                "SELECT count(*) FROM slot s JOIN item i ON i.id = s.item_id JOIN gold g ON g.id = i.gold_id"
                        + " WHERE s.campaign_id = $1 AND s.role = 3 AND s.labelled AND g.score = 1",
                campaign);
        assertThat(me.at("/0/correct").asLong())
                .as("the first label counts, not the revision")
                .isEqualTo(10 - wrong);
        assertThat(person("lead")
                        .get("/api/v1/campaigns/" + campaign)
                        .body()
                        .at("/counts/items")
                        .asInt())
                .isEqualTo(30);
        labelAll("ben", campaign, item -> Map.of("score", 3));
        assertThat(person("dora")
                        .put(revised.replace("=1", "=2"), Map.of("score", 3))
                        .status())
                .as("closed as the items around it are, with the second labels")
                .isEqualTo(409);
        assertThat(lastToRevise("dora")
                        .filter(token ->
                                count("SELECT count(*) FROM slot WHERE token = $1 AND role = 3", token.toString())
                                        == 1))
                .as("nor is any there to undo")
                .isEmpty();
        assertThat(events(campaign, 30).values()).allSatisfy(event -> assertThat(
                        event.getLabelAdjudicated().getItem().getSubcomponent())
                .doesNotContain("Gold"));
        gold().forEach(id -> assertThat(
                        person("lead").send("DELETE", "/api/v1/gold/" + id, "").status())
                .isEqualTo(204));
    }

    @Test
    void goldItemsHaveTheItemsDimensionsMoveWhatWaitsAsOthersDoAndAreNotForWhoMadeThem() {
        addGold(10);
        var campaign = campaign(4, Map.of("goldRate", 0.5));
        var dimensions = IntStream.range(0, 4)
                .mapToObj(i -> Dimensions.nameOf(Collected.dimensionOf(i)))
                .toList();
        labelAll("lead", campaign, item -> Map.of("score", 3));
        assertThat(count("SELECT count(*) FROM slot WHERE campaign_id = $1 AND role = 3", campaign))
                .as("who made the gold items gets none")
                .isZero();

        var own = new AtomicLong();
        labelAll("chen", campaign, item -> {
            assertThat(dimensions).contains(item.path("dimension").asText());
            assertThat(waiting("chen", campaign))
                    .as("4 items and as many gold ones, less what they did, whatever it was")
                    .isEqualTo(Math.max(1, 8 - own.getAndIncrement()));
            return Map.of("score", 3);
        });

        assertThat(waiting("chen", campaign)).isZero();
        gold().forEach(id -> person("lead").send("DELETE", "/api/v1/gold/" + id, ""));
    }

    @Test
    void anOptedOutSubcomponentIsNeverShown() {
        var campaign = campaign(10, Map.of());
        var inHand = next("chen", campaign);
        var unwanted = inHand.path("subcomponent").asText();
        assertThat(person("chen")
                        .put("/api/v1/annotators/me", Map.of("optedOut", List.of(unwanted)))
                        .status())
                .isEqualTo(200);
        assertThat(count(
                        "SELECT count(*) FROM lease WHERE token = $1 AND ended = 'RELEASED'",
                        inHand.path("lease").asText()))
                .as("what they hold goes back")
                .isEqualTo(1);
        assertThat(next("chen", campaign).path("subcomponent").asText()).isNotEqualTo(unwanted);
        assertThat(person("chen")
                        .put("/api/v1/annotators/me", Map.of("optedOut", List.of("Subcomponent 0", "Subcomponent 1")))
                        .status())
                .isEqualTo(200);

        var shown = new HashSet<String>();
        labelAll("chen", campaign, item -> {
            shown.add(item.path("subcomponent").asText());
            return Map.of("score", 3);
        });

        assertThat(shown).containsExactlyInAnyOrder("Subcomponent 2", "Subcomponent 3", "Subcomponent 4");
        assertThat(person("chen")
                        .put("/api/v1/annotators/me", Map.of("optedOut", List.of()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aCampaignIsMadeOnceAKeyAndDrawsTheSameItemsForASeed() {
        publish(30);
        var body = new HashMap<String, Object>(Map.of(
                "name",
                "keyed " + run,
                "filter",
                Map.of("runs", List.of(run)),
                "strategy",
                Map.of("kind", "targeted", "size", 10, "randomShare", 0.5, "signals", List.of("entropy")),
                "seed",
                7));
        var key = UUID.randomUUID().toString();
        var first = create(body, key);
        var again = create(body, key);
        body.put("seed", 8);
        var other = create(body, key);
        body.putAll(Map.of("seed", 7, "name", "twin " + run));
        var twin = create(body, UUID.randomUUID().toString());

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().path("id")).isEqualTo(first.body().path("id"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(chosen(twin.body().path("id").asText()))
                .isEqualTo(chosen(first.body().path("id").asText()));
        assertThat(count(
                        "SELECT count(*) FROM item WHERE campaign_id = $1 AND stratum = 'RANDOM'",
                        first.body().path("id").asText()))
                .isEqualTo(5);
    }

    @Test
    void onlyTheHighestRevisionThatCanBeLabelledIsTaken() {
        publish(3);
        try (var collected = new Collected(bootstrapServers)) {
            collected.response(run, 0, 1, Outcome.OUTCOME_ANSWERED, "更好的回答");
            collected.response(run, 1, 1, Outcome.OUTCOME_ERROR, "");
            collected.send(Topics.RESPONSES, run, new byte[] {1, 2, 3});
        }
        awaitResponses(5);

        var campaign = create(Map.of("name", "latest " + run, "filter", Map.of("runs", List.of(run))), "")
                .body();

        assertThat(campaign.at("/counts/items").asInt()).isEqualTo(2);
        assertThat(count(
                        "SELECT count(*) FROM item WHERE campaign_id = $1 AND revision = 1",
                        campaign.path("id").asText()))
                .isEqualTo(1);
        try (var letters = new TopicReader(bootstrapServers, Topics.deadLetterOf(Topics.RESPONSES))) {
            await().atMost(PATIENCE)
                    .until(() -> !letters.read(record -> run.toString().equals(record.key()))
                            .isEmpty());
        }
    }
}
