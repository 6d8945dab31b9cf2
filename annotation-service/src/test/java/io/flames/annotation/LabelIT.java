package io.flames.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.annotation.support.Collected;
import io.flames.annotation.support.Logins;
import io.flames.contracts.annotation.v1.LabelEvent;
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
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** People label over HTTP, against a real broker and a real Postgres. */
@QuarkusTest
@TestProfile(AtOnce.class)
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_annotation"))
@QuarkusTestResource(Logins.class)
class LabelIT extends Labelling {
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
}
