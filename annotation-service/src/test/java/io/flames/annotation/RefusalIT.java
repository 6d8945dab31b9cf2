package io.flames.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.annotation.support.Logins;
import io.flames.annotation.support.Person;
import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is no request here changes nothing. */
@QuarkusTest
@TestProfile(AtOnce.class)
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_annotation"))
@QuarkusTestResource(Logins.class)
class RefusalIT extends Labelling {
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
}
