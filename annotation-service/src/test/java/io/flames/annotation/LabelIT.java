package io.flames.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.flames.contracts.generation.v1.Outcome;
import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People label over HTTP, against a real broker and a real Postgres. */
@QuarkusTest
@TestProfile(LabelIT.AtOnce.class)
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_annotation"))
@QuarkusTestResource(Logins.class)
class LabelIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Pool database;

    @Inject
    Queue queue;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers = "";

    @ConfigProperty(name = "flames.annotation.users-file")
    String usersFile = "";

    @TestHTTPResource("/")
    URI url = URI.create("");

    private final UUID run = UUID.randomUUID();
    private final Map<String, Person> people = new HashMap<>();

    /** Items are adjudicated with their last label, and nobody is sent into a break. */
    public static class AtOnce implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "flames.annotation.labels.revision-window", "0s",
                    "flames.annotation.campaigns.gold-rate", "0",
                    "flames.annotation.leases.per-annotator", "20",
                    "flames.annotation.care.items-a-session", "100000",
                    "flames.annotation.care.items-a-day", "100000",
                    "flames.annotation.care.harmful-run", "100000",
                    "mp.messaging.incoming.responses.group.id", "labels-" + UUID.randomUUID(),
                    "mp.messaging.incoming.scores.group.id", "labels-" + UUID.randomUUID());
        }
    }

    @BeforeEach
    void logIn() {
        var base = url.toString().replaceAll("/$", "");
        Logins.passwords(Path.of(usersFile))
                .forEach((name, password) -> people.put(name, new Person(base, name, password)));
    }

    @Test
    void threeAtOnceNeverShareASlotNorSeeEachOthersLabels() throws Exception {
        int items = 60;
        var campaign = campaign(items, Map.of());
        var seen = new ConcurrentLinkedQueue<String>();
        var labelled = new ConcurrentLinkedQueue<String>();

        together(List.of("anna", "ben", "chen"), name -> {
            while (true) {
                var next = person(name).post("/api/v1/labels/next", Map.of("campaign", campaign));
                assertThat(next.status()).isEqualTo(200);
                seen.add(next.body().toString());
                if (!next.body().path("status").asText().equals("item")) {
                    return;
                }
                var item = next.body().path("item");
                labelled.add(name + " " + item.path("prompt").asText());
                label(name, item, opinionOf(name, item));
            }
        });

        assertThat(labelled)
                .as("two labels an item, of two people")
                .hasSize(2 * items)
                .doesNotHaveDuplicates();
        assertThat(labelled.stream().map(each -> each.split(" ", 2)[1]).distinct())
                .hasSize(items);
        assertThat(seen).allSatisfy(body -> assertThat(body)
                .doesNotContain(Collected.TARGET, "verdict", "annotator", "opinions", "stratum", "gold", "disguise"));
        var fields = new HashSet<String>();
        seen.forEach(body -> read(body).path("item").fieldNames().forEachRemaining(fields::add));
        assertThat(fields)
                .containsExactlyInAnyOrder(
                        "lease",
                        "leasedUntil",
                        "campaign",
                        "campaignName",
                        "dimension",
                        "subcomponent",
                        "scores",
                        "guidelineVersion",
                        "prompt",
                        "response");
        assertThat(count("SELECT count(*) FROM label_history WHERE campaign_id = $1", campaign))
                .isEqualTo(2L * items);
    }

    @Test
    void whereTwoDifferAThirdWhoIsNeitherDecidesAndTheEventsTellIt() {
        int items = 10;
        var campaign = campaign(items, Map.of());
        labelAll(
                "anna",
                campaign,
                item -> Map.of("score", 3, "comment", "有理由", "spans", List.of(Map.of("start", 0, "end", 2))));
        // Position 0 to 4: the same; 5 to 9: another score, or none.
        labelAll(
                "ben",
                campaign,
                item -> position(item) < 5
                        ? Map.of("score", 3)
                        : position(item) == 9 ? Map.of("cannotJudge", "看不懂") : Map.of("score", 1));

        for (var either : List.of("anna", "ben")) {
            assertThat(person(either)
                            .post("/api/v1/adjudications/next", Map.of("campaign", campaign))
                            .body()
                            .path("status")
                            .asText())
                    .isEqualTo("nothing");
        }
        var opinions = new ArrayList<JsonNode>();
        for (int i = 0; i < 5; i++) {
            var next = person("chen").post("/api/v1/adjudications/next", Map.of("campaign", campaign));
            assertThat(next.body().path("status").asText()).isEqualTo("item");
            var item = next.body().path("item").path("task");
            opinions.add(next.body().path("item").path("opinions"));
            var label = new HashMap<String, Object>(
                    position(item) == 8 ? Map.of("cannotJudge", "也看不懂") : Map.of("score", 1));
            label.put("lease", item.path("lease").asText());
            assertThat(person("chen").post("/api/v1/adjudications", label).status())
                    .isEqualTo(200);
        }

        assertThat(opinions).allSatisfy(both -> {
            assertThat(both).hasSize(2);
            assertThat(both.toString()).contains("有理由").doesNotContain("annotator", "anna", "ben");
        });
        var view = person("lead").get("/api/v1/campaigns/" + campaign).body();
        assertThat(view.path("counts").path("agreed").asInt()).isEqualTo(5);
        assertThat(view.path("counts").path("decided").asInt()).isEqualTo(4);
        assertThat(view.path("counts").path("undecided").asInt()).isEqualTo(1);
        assertThat(view.path("labels").asInt()).isEqualTo(25);
        var events = events(campaign, items);
        assertThat(events.values().stream().filter(LabelEvent::hasLabelUndecided))
                .hasSize(1);
        var decided = events.get(Collected.responseId(run, 9).toString()).getLabelAdjudicated();
        assertThat(decided.getScore()).isEqualTo(1);
        assertThat(decided.getRatingsList()).hasSize(3);
        assertThat(decided.getRatings(1).getCannotJudgeReason()).isEqualTo("看不懂");
        assertThat(decided.getItem().getResponse()).isEqualTo(Collected.answer(9));
        assertThat(decided.getItem().getTargetName()).isEqualTo(Collected.TARGET);
        assertThat(decided.getItem().getInclusionProbability()).isEqualTo(1);
        assertThat(events.values().toString()).doesNotContain("anna", "ben", "chen");
    }

    @Test
    void aReplayedLabelGivesTheSameReceiptAndARevisionReplacesItUntilAdjudication() {
        var campaign = campaign(1, Map.of());
        var item = next("anna", campaign);
        var label =
                new HashMap<String, Object>(Map.of("lease", item.path("lease").asText(), "score", 3));

        var first = person("anna").post("/api/v1/labels", label);
        var again = person("anna").post("/api/v1/labels", label);
        label.put("score", 1);
        var other = person("anna").post("/api/v1/labels", label);

        assertThat(first.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(other.status()).isEqualTo(409);
        var path = "/api/v1/labels/" + item.path("lease").asText() + "?revision=";
        var revised = person("anna").put(path + 1, Map.of("score", 1));
        assertThat(revised.body().path("revision").asInt()).isEqualTo(2);
        assertThat(person("anna").put(path + 1, Map.of("score", 1)).body()).isEqualTo(revised.body());
        assertThat(person("anna").put(path + 1, Map.of("score", 3)).status()).isEqualTo(409);
        assertThat(person("ben").put(path + 2, Map.of("score", 3)).status()).isEqualTo(403);
        label("ben", next("ben", campaign), Map.of("score", 1));
        assertThat(person("anna").put(path + 2, Map.of("score", 3)).status()).isEqualTo(409);
        assertThat(person("lead")
                        .get("/api/v1/labels/history?campaign=" + campaign)
                        .body()
                        .path("items"))
                .extracting(entry -> entry.path("revision").asInt())
                .containsExactly(1, 2, 1);
        assertThat(events(campaign, 1)
                        .values()
                        .iterator()
                        .next()
                        .getLabelAdjudicated()
                        .getScore())
                .isEqualTo(1);
    }

    @Test
    void whatIsGivenBackOrSkippedGoesToOthersAndIsNeverLabelledUnderTheOldLease() {
        var campaign = campaign(1, Map.of());
        var item = next("anna", campaign);
        var lease = Map.of("lease", item.path("lease").asText());
        assertThat(next("anna", campaign).path("lease"))
                .as("a page that is loaded again")
                .isEqualTo(item.path("lease"));
        assertThat(person("anna").post("/api/v1/labels/extend", lease).status()).isEqualTo(200);
        assertThat(person("ben").post("/api/v1/labels/release", lease).status()).isEqualTo(403);

        assertThat(person("anna").post("/api/v1/labels/release", lease).status())
                .isEqualTo(204);
        assertThat(person("anna").post("/api/v1/labels/release", lease).status())
                .isEqualTo(204);
        var late = new HashMap<String, Object>(lease);
        late.put("score", 3);
        assertThat(person("anna").post("/api/v1/labels", late).status()).isEqualTo(409);
        var second = next("anna", campaign).path("lease").asText();
        assertThat(person("anna")
                        .post("/api/v1/labels/skip", Map.of("lease", second))
                        .status())
                .isEqualTo(204);
        assertThat(person("anna")
                        .post("/api/v1/labels/next", Map.of("campaign", campaign))
                        .body()
                        .path("status")
                        .asText())
                .isEqualTo("nothing");
        label("ben", next("ben", campaign), Map.of("score", 3));
        label("chen", next("chen", campaign), Map.of("score", 3));
        assertThat(events(campaign, 1)).hasSize(1);
    }

    @Test
    void aLeaseThatRanOutIsAnothers() {
        var campaign = campaign(1, Map.of());
        var first = next("anna", campaign).path("lease").asText();
        next("ben", campaign);
        assertThat(person("chen")
                        .post("/api/v1/labels/next", Map.of("campaign", campaign))
                        .body()
                        .path("status")
                        .asText())
                .isEqualTo("nothing");
        execute("UPDATE slot SET leased_until = clock_timestamp() - interval '1 second' WHERE token = $1", first);

        var taken = next("chen", campaign);

        assertThat(taken.path("lease").asText()).isNotEqualTo(first);
        assertThat(person("anna")
                        .post("/api/v1/labels", Map.of("lease", first, "score", 3))
                        .status())
                .isEqualTo(409);
        label("chen", taken, Map.of("score", 3));
    }

    @Test
    void fuzzedRequestsGetA4xxAndChangeNothing() {
        var campaign = campaign(10, Map.of());
        var safety = nextOf("anna", campaign, "Safety");
        var legality = nextOf("ben", campaign, "Legality");
        var chens = next("chen", campaign).path("lease").asText();
        var before = rows();
        var bad = new ArrayList<Person.Reply>();
        for (var label : List.<Map<String, ?>>of(
                Map.of(),
                Map.of("score", 0),
                Map.of("score", 4),
                Map.of("score", -1),
                Map.of("score", 3, "cannotJudge", "both"),
                Map.of("cannotJudge", " "),
                Map.of("cannotJudge", "x".repeat(2000)),
                Map.of("score", 3, "comment", "a\0b"),
                Map.of("score", 3, "comment", "x".repeat(5000)),
                Map.of("score", 3, "spans", List.of(Map.of("start", 5, "end", 5))),
                Map.of("score", 3, "spans", List.of(Map.of("start", -1, "end", 5))),
                Map.of("score", 3, "spans", List.of(Map.of("start", 0, "end", 100000))),
                Map.of("score", 3, "annotator", "ben"),
                Map.of("score", "three"),
                Map.of("score", 2.5),
                Map.of("score", 99999999999L))) {
            var body = new HashMap<String, Object>(label);
            body.put("lease", safety.path("lease").asText());
            bad.add(person("anna").post("/api/v1/labels", body));
        }
        bad.add(person("ben")
                .post("/api/v1/labels", Map.of("lease", legality.path("lease").asText(), "score", 2)));
        bad.add(person("anna").post("/api/v1/labels", Map.of("lease", chens, "score", 3)));
        bad.add(person("anna").post("/api/v1/labels/skip", Map.of("lease", chens)));
        bad.add(person("anna").post("/api/v1/labels/extend", Map.of("lease", chens)));
        bad.add(person("anna").post("/api/v1/labels", Map.of("lease", UUID.randomUUID(), "score", 3)));
        bad.add(person("anna").post("/api/v1/labels", Map.of("lease", "1", "score", 3)));
        bad.add(person("anna").post("/api/v1/labels", Map.of("score", 3)));
        bad.add(person("anna").post("/api/v1/labels/next", Map.of("campaign", UUID.randomUUID())));
        bad.add(person("anna").post("/api/v1/labels/next", Map.of("campaign", "x")));
        for (var body : List.of(
                "{\"lease\":\"" + safety.path("lease").asText() + "\",\"score\":3,\"comment\":\"\\ud800\"}",
                "",
                "{",
                "[]",
                "null",
                "\"x\"",
                "{\"lease\":{}}",
                "\0",
                "{\"lease\":\"\\u0000\"}")) {
            bad.add(person("anna").send("POST", "/api/v1/labels", body));
        }
        bad.add(person("anna").send("PUT", "/api/v1/labels/x?revision=1", "{}"));
        bad.add(person("anna").send("PUT", "/api/v1/labels/" + chens + "?revision=-1", "{\"score\":3}"));
        bad.add(person("anna").send("PUT", "/api/v1/labels/" + chens + "?revision=1", "{\"score\":3}"));
        bad.add(person("anna")
                .send("PUT", "/api/v1/labels/" + safety.path("lease").asText() + "?revision=1", "{\"score\":3}"));
        bad.add(person("anna").post("/api/v1/campaigns", Map.of("name", "x")));
        bad.add(person("anna").get("/api/v1/annotators"));
        bad.add(person("lead").post("/api/v1/campaigns", Map.of("name", "")));
        bad.add(person("lead").post("/api/v1/campaigns", Map.of("name", "x", "goldRate", 2)));
        bad.add(person("lead")
                .post("/api/v1/campaigns", Map.of("name", "x", "filter", Map.of("dimensions", List.of("Fairnes")))));
        bad.add(person("lead")
                .post("/api/v1/campaigns", Map.of("name", "x", "filter", Map.of("runs", List.of(UUID.randomUUID())))));
        bad.add(person("lead")
                .post("/api/v1/campaigns", Map.of("name", "x", "strategy", Map.of("kind", "random", "size", 0))));
        bad.add(person("lead").post("/api/v1/gold", Map.of("items", List.of(Map.of("dimension", "Legality")))));

        var tooLong = "{\"comment\":\"" + "x".repeat(300 * 1024) + "\"}";
        bad.add(person("anna").send("POST", "/api/v1/labels", tooLong));
        assertThat(bad.get(bad.size() - 1).status()).isEqualTo(413);
        assertThat(bad.get(bad.size() - 1).body().path("detail").asText()).contains("256 KiB");
        assertThat(person("lead").send("POST", "/api/v1/gold", tooLong).status())
                .isEqualTo(400);

        assertThat(bad).allSatisfy(reply -> {
            assertThat(reply.status()).isBetween(400, 499);
            assertThat(reply.body().path("detail").asText()).isNotBlank().doesNotContain("Exception");
        });
        assertThat(bad.get(16).body().path("detail").asText()).contains("Legality", "[3, 1]");
        assertThat(bad.get(17).status()).isEqualTo(403);
        assertThat(rows()).isEqualTo(before);
        label("anna", safety, Map.of("score", 2));
    }

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
        assertThat(events(campaign, 30).values()).allSatisfy(event -> assertThat(
                        event.getLabelAdjudicated().getItem().getSubcomponent())
                .doesNotContain("Gold"));
        gold().forEach(id -> assertThat(
                        person("lead").send("DELETE", "/api/v1/gold/" + id, "").status())
                .isEqualTo(204));
    }

    @Test
    void whoIsNotLoggedInOrHasAnotherRoleGetsNothing() {
        var base = url.toString().replaceAll("/$", "");
        assertThat(new Person(base, "anna", "wrong")
                        .post("/api/v1/labels/next", Map.of())
                        .status())
                .isEqualTo(401);
        assertThat(new Person(base, "nobody", "wrong")
                        .get("/api/v1/annotators/me")
                        .status())
                .isEqualTo(401);
        assertThat(person("anna").get("/api/v1/campaigns").status()).isEqualTo(403);
        assertThat(person("anna")
                        .send("POST", "/api/v1/labels/next", "{}", "Origin", "http://elsewhere.example")
                        .status())
                .isEqualTo(403);
        assertThat(person("anna")
                        .send("POST", "/api/v1/labels/next", "{}", "Sec-Fetch-Site", "cross-site")
                        .status())
                .isEqualTo(403);
        assertThat(person("anna")
                        .send("POST", "/api/v1/labels/next", "{}", "Cookie", "flames-annotation=x")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void anOptedOutSubcomponentIsNeverShown() {
        var campaign = campaign(10, Map.of());
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

    @Test
    void theHistoryRefusesEveryChange() {
        var campaign = campaign(1, Map.of());
        label("anna", next("anna", campaign), Map.of("score", 3));

        for (var change : List.of(
                "UPDATE label_history SET score = 1 WHERE campaign_id = $1",
                "DELETE FROM label_history WHERE campaign_id = $1")) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> execute(change, campaign)))
                    .hasMessageContaining("only grows");
        }
        assertThat(count("SELECT count(*) FROM label_history WHERE campaign_id = $1 AND score = 3", campaign))
                .isEqualTo(1);
    }

    private Person person(String name) {
        return people.get(name);
    }

    private interface Work {
        void of(String name);
    }

    private interface Opinion {
        Map<String, ?> of(JsonNode item);
    }

    private static void together(List<String> names, Work work) throws Exception {
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

    private static Map<String, ?> opinionOf(String name, JsonNode item) {
        return Map.of("score", name.equals("anna") || position(item) % 2 == 0 ? 3 : 1);
    }

    private static Map<String, String> lease(JsonNode item) {
        return Map.of("lease", item.path("lease").asText());
    }

    private static int position(JsonNode item) {
        return Integer.parseInt(item.path("prompt").asText().replaceAll("[^0-9]", ""));
    }

    private void labelAll(String name, String campaign, Opinion opinion) {
        while (true) {
            var next = person(name).post("/api/v1/labels/next", Map.of("campaign", campaign));
            assertThat(next.status()).isEqualTo(200);
            if (!next.body().path("status").asText().equals("item")) {
                return;
            }
            label(name, next.body().path("item"), opinion.of(next.body().path("item")));
        }
    }

    private JsonNode next(String name, String campaign) {
        var next = person(name).post("/api/v1/labels/next", Map.of("campaign", campaign));
        assertThat(next.body().path("status").asText()).isEqualTo("item");
        return next.body().path("item");
    }

    private JsonNode nextOf(String name, String campaign, String dimension) {
        while (true) {
            var item = next(name, campaign);
            if (item.path("dimension").asText().equals(dimension)) {
                return item;
            }
            label(name, item, Map.of("score", 3));
        }
    }

    private void label(String name, JsonNode item, Map<String, ?> opinion) {
        var label = new HashMap<String, Object>(opinion);
        label.put("lease", item.path("lease").asText());
        assertThat(person(name).post("/api/v1/labels", label).status()).isEqualTo(200);
    }

    private void publish(int responses) {
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

    private void awaitResponses(int count) {
        await().atMost(PATIENCE)
                .until(() -> count("SELECT count(*) FROM response WHERE run_id = $1", run.toString()) == count);
    }

    private String campaign(int responses, Map<String, ?> options) {
        publish(responses);
        var body = new HashMap<String, Object>(options);
        body.put("name", "campaign " + run);
        body.put("filter", Map.of("runs", List.of(run)));
        var made = person("lead").post("/api/v1/campaigns", body);
        assertThat(made.status()).isEqualTo(201);
        return made.body().path("id").asText();
    }

    private Person.Reply create(Map<String, ?> body, String key) {
        var json = io.vertx.core.json.Json.encode(body);
        return key.isEmpty()
                ? person("lead").send("POST", "/api/v1/campaigns", json)
                : person("lead").send("POST", "/api/v1/campaigns", json, "Idempotency-Key", key);
    }

    private void addGold(int count) {
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

    private boolean isGold(JsonNode item) {
        return count(
                        "SELECT count(*) FROM slot WHERE token = $1 AND role = 3",
                        item.path("lease").asText())
                == 1;
    }

    private JsonNode goldInHand(String name, String campaign) {
        while (true) {
            var item = next(name, campaign);
            if (isGold(item)) {
                return item;
            }
            label(name, item, Map.of("score", 3));
        }
    }

    private long waiting(String name, String campaign) {
        var id = database.preparedQuery("SELECT id FROM annotator WHERE login = $1")
                .execute(Tuple.of(name))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getUUID(0);
        return queue.of(new Annotator(id, name, Set.of(Role.ANNOTATOR), List.of())).stream()
                .filter(each -> each.campaign().toString().equals(campaign))
                .mapToLong(Queue.Waiting::toLabel)
                .sum();
    }

    /** As if the labels were given a day earlier. */
    private void yesterday(String campaign) {
        for (var statement : List.of(
                "ALTER TABLE label_history DISABLE TRIGGER label_history_rows",
                "UPDATE label_history SET labelled_at = labelled_at - interval '1 day' WHERE campaign_id = '" + campaign
                        + "'",
                "ALTER TABLE label_history ENABLE TRIGGER label_history_rows")) {
            database.query(statement).execute().await().atMost(PATIENCE);
        }
    }

    private List<String> gold() {
        var ids = new ArrayList<String>();
        person("lead")
                .get("/api/v1/gold")
                .body()
                .path("items")
                .forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }

    private Map<String, LabelEvent> events(String campaign, int expected) {
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

    private static JsonNode read(String json) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper().readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Rows of every table that a request could change, and what the slots hold. */
    private Map<String, Long> rows() {
        return List.of("campaign", "item", "slot", "lease", "skipped", "label_history", "gold").stream()
                .collect(Collectors.toMap(
                        table -> table, table -> scalar("SELECT count(*) FROM " + table, Tuple.tuple())));
    }

    private List<String> chosen(String campaign) {
        var rows = database.preparedQuery(
                        "SELECT response_id, stratum, position FROM item WHERE campaign_id = $1 ORDER BY position")
                .execute(Tuple.of(UUID.fromString(campaign)))
                .await()
                .atMost(PATIENCE);
        var chosen = new ArrayList<String>();
        rows.forEach(row -> chosen.add(row.getUUID(0) + " " + row.getString(1)));
        return chosen;
    }

    private long count(String sql, String id) {
        return scalar(sql, Tuple.of(UUID.fromString(id)));
    }

    private long scalar(String sql, Tuple values) {
        return database.preparedQuery(sql)
                .execute(values)
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }

    private void execute(String sql, String id) {
        database.preparedQuery(sql)
                .execute(Tuple.of(UUID.fromString(id)))
                .await()
                .atMost(PATIENCE);
    }
}
