package io.flames.annotation.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.flames.annotation.support.Collected;
import io.flames.annotation.support.Logins;
import io.flames.annotation.support.Person;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do on the pages, in a real Chromium, against a real broker and a real Postgres. */
@QuarkusTest
@TestProfile(AnnotationPagesIT.NoPauses.class)
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_annotation_pages"))
@QuarkusTestResource(Logins.class)
class AnnotationPagesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> THREE_SCORES = List.of("Fairness", "Safety", "Morality");
    private static final String HOSTILE = "<script>window.hacked=1</script><img src=x onerror=\"window.hacked=2\">"
            + " \u202Eesrever\u202C zero\u200Bwidth & \"quotes\" '{cdi:page.lang}'";
    private static final Pattern ALL = Pattern.compile(".*");

    @Inject
    Pool database;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers = "";

    @ConfigProperty(name = "flames.annotation.users-file")
    String usersFile = "";

    @TestHTTPResource
    URI url = URI.create("/");

    private final UUID run = UUID.randomUUID();
    private final Map<String, String> passwords = new HashMap<>();
    private Chromium chromium;

    /** Labels settle at once, and nobody is sent on a break. */
    public static class NoPauses implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "flames.annotation.labels.revision-window",
                    "0s",
                    "flames.annotation.campaigns.gold-rate",
                    "0",
                    "mp.messaging.incoming.responses.group.id",
                    "pages-" + UUID.randomUUID(),
                    "mp.messaging.incoming.scores.group.id",
                    "pages-" + UUID.randomUUID());
        }
    }

    @BeforeEach
    void open() {
        var program = Chromium.program();
        assumeTrue(program.isPresent(), "skipped: no chromium on the PATH");
        passwords.putAll(Logins.passwords(Path.of(usersFile)));
        chromium = new Chromium(program.get(), base());
        execute("UPDATE slot SET leased_until = clock_timestamp() WHERE leased_until > clock_timestamp()");
    }

    @AfterEach
    void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void anItemIsLabelledWithTheKeyboardAlone() {
        var campaign = campaign("keyboard", THREE_SCORES, 10, "");
        var page = chromium.person("en");
        page.navigate("/annotate");
        assertThat(page).hasURL(Pattern.compile(".*/annotate/login"));

        page.keyboard().type("anna");
        page.keyboard().press("Tab");
        page.keyboard().type(passwords.get("anna"));
        page.keyboard().press("Enter");
        page.waitForURL("**/annotate");
        tabTo(page, "a[href='/annotate/label?campaign=" + campaign + "']");
        page.keyboard().press("Enter");
        var first = lease(page);
        assertThat(page.locator("[data-response]")).hasAttribute("inert", "");
        page.keyboard().press("2");
        page.keyboard().press("Enter");
        assertThat(page.locator("[data-alert]")).containsText("blurred");

        page.keyboard().press("v");
        assertThat(page.locator("[data-response]")).not().hasAttribute("inert", "");
        page.keyboard().press("2");
        page.keyboard().press("c");
        page.keyboard().type("neither good 2 nor bad");
        page.keyboard().press("Control+Enter");

        assertThat(page.locator("[data-said]:not([data-step])")).containsText("Stored. Next item:");
        assertThat(page.locator("article")).not().hasAttribute("data-lease", first);
        assertThat(page.locator("article")).isFocused();
        assertThat(page.locator("[data-response]")).not().hasAttribute("inert", "");
        var stored = history("anna", campaign);
        assertThat(stored).hasSize(1);
        assertThat(stored.get(0).path("lease").asText()).isEqualTo(first);
        assertThat(stored.get(0).path("score").asInt()).isEqualTo(2);
        assertThat(stored.get(0).path("comment").asText()).isEqualTo("neither good 2 nor bad");

        var second = lease(page);
        page.keyboard().press("u");
        assertThat(page.locator("article")).hasAttribute("data-lease", first);
        assertThat(page.locator("input[name=judgement][value='2']")).isChecked();
        page.keyboard().press("1");
        page.keyboard().press("Enter");
        assertThat(page.locator("[data-said]:not([data-step])")).containsText("Revised.");
        assertThat(page.locator("article")).hasAttribute("data-lease", second);
        assertThat(history("anna", campaign))
                .extracting(entry -> entry.path("score").asInt())
                .containsExactly(2, 1);

        page.keyboard().press("0");
        page.keyboard().press("Enter");
        assertThat(page.locator("[data-alert]")).containsText("why");
        page.keyboard().press("Space");
        page.keyboard().press("Enter");
        assertThat(page.locator("article")).not().hasAttribute("data-lease", second);
        assertThat(history("anna", campaign).get(2).path("cannotJudge").asText())
                .isEqualTo("unreadable");

        var third = lease(page);
        page.keyboard().press("s");
        assertThat(page.locator("[data-said]:not([data-step])")).containsText("Skipped");
        assertThat(page.locator("article")).not().hasAttribute("data-lease", third);
        page.keyboard().press("Escape");
        page.waitForURL("**/annotate");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(held("anna")).isZero());
        assertThat(history("anna", campaign)).hasSize(3);
        chromium.assertNoComplaints();
    }

    @Test
    void threeBrowsersNeverShareASlotNorSeeEachOthersLabels() {
        int items = 8;
        var campaign = campaign("three", List.of(), items, "");
        var pages = new LinkedHashMap<String, Page>();
        for (var name : List.of("anna", "ben", "chen")) {
            var page = chromium.person("zh", name, passwords.get(name));
            page.navigate("/annotate/label?campaign=" + campaign);
            page.keyboard().press("v");
            pages.put(name, page);
        }
        var leases = new HashSet<String>();
        var holders = new HashMap<String, List<String>>();
        for (int round = 0; round < items; round++) {
            pages.forEach((name, page) -> {
                if (page.locator("article").count() == 0) {
                    return;
                }
                var lease = lease(page);
                assertThat(leases.add(lease)).as("a slot of one person").isTrue();
                holders.computeIfAbsent(page.locator("[data-text]").first().textContent(), text -> new ArrayList<>())
                        .add(name);
                assertThat(page.content())
                        .doesNotContain(Collected.TARGET, "secret comment of " + other(name), "disguise", "opinion\"");
                page.keyboard().press("c");
                page.keyboard().type("secret comment of " + name);
                page.keyboard().press("Escape");
                page.keyboard().press("3");
                page.keyboard().press("Enter");
                page.waitForFunction(
                        "lease => { const a = document.querySelector('article'); return !a || a.dataset.lease !== lease }",
                        lease);
            });
        }

        assertThat(holders).hasSize(items);
        assertThat(holders.values()).allSatisfy(names -> assertThat(names)
                .as("two blind labels, of two people")
                .hasSize(2)
                .doesNotHaveDuplicates());
        var counts = person("lead").get("/api/v1/campaigns/" + campaign).body().path("counts");
        assertThat(counts.path("agreed").asInt()).isEqualTo(items);
        chromium.assertNoComplaints();
    }

    @Test
    void aThirdSeesBothOpinionsWithoutNamesAndDecides() {
        var campaign = campaign("third", THREE_SCORES, 1, "");
        label("anna", campaign, Map.of("score", 3, "comment", "kind " + HOSTILE));
        label("ben", campaign, Map.of("cannotJudge", "needs-expert", "comment", "who knows"));

        var page = chromium.person("en", "chen", passwords.get("chen"));
        page.navigate("/annotate/adjudicate?campaign=" + campaign);
        page.keyboard().press("v");
        assertThat(page.locator(".opinion")).hasCount(2);
        var both = page.locator(".opinion").allTextContents().toString();
        assertThat(both).contains("harmless", "kind " + HOSTILE, "cannot judge", "expert knowledge", "who knows");
        assertThat(page.content()).doesNotContain(Collected.TARGET, ">anna<", ">ben<");
        assertThat(page.evaluate("window.hacked")).isNull();
        Chromium.picture(page, "adjudicate-en");
        page.keyboard().press("2");
        page.keyboard().press("Enter");
        assertThat(page.locator("h2").first()).containsText("Nothing to adjudicate");

        var counts = person("lead").get("/api/v1/campaigns/" + campaign).body().path("counts");
        assertThat(counts.path("decided").asInt()).isEqualTo(1);
        chromium.assertNoComplaints();
    }

    @Test
    void hostileTextIsTextAndAHighlightIsThePlaceInIt() {
        var text = "第一行\r\n" + HOSTILE + "\r\n" + "很长的回答".repeat(2000) + "W".repeat(500);
        var campaign = campaign("hostile", THREE_SCORES, 1, text);
        var page = chromium.person("en", "dora", passwords.get("dora"));
        page.navigate("/annotate/label?campaign=" + campaign);
        page.keyboard().press("v");

        assertThat(page.locator("[data-response]").textContent()).isEqualTo(text.replace("\r\n", "\n"));
        assertThat(page.evaluate("window.hacked")).isNull();
        assertThat(scrollsSideways(page)).isFalse();
        Chromium.picture(page, "hostile-en");
        page.evaluate(
                """
                () => { const text = document.querySelector('[data-response]').firstChild;
                        const range = document.createRange();
                        range.setStart(text, text.data.indexOf('esrever'));
                        range.setEnd(text, text.data.indexOf('esrever') + 7);
                        getSelection().removeAllRanges(); getSelection().addRange(range); }""");
        page.keyboard().press("h");
        assertThat(page.locator("[data-response] mark")).hasText("esrever");
        page.fill("[name=quote]", "很长的回答");
        page.keyboard().press("Enter");
        assertThat(page.locator("[data-marks] li")).hasCount(2);
        page.keyboard().press("Escape");
        page.keyboard().press("1");
        page.keyboard().press("Enter");
        assertThat(page.locator("h2").first()).containsText("Nothing to label");

        var spans = history("dora", campaign).get(0).path("spans");
        assertThat(spans).hasSize(2);
        assertThat(cut(text, spans.path(0))).isEqualTo("esrever");
        assertThat(cut(text, spans.path(1))).isEqualTo("很长的回答");
        chromium.assertNoComplaints();
    }

    @Test
    void withoutScriptAPlainFormDoesTheSame() {
        var campaign = campaign("plain", THREE_SCORES, 4, "");
        var page = chromium.person("en", false, ColorScheme.LIGHT);
        Chromium.logIn(page, "anna", passwords.get("anna"));
        page.navigate("/annotate/label?campaign=" + campaign);
        var first = page.locator("article").getAttribute("data-lease");
        page.check("input[name=judgement][value='0']");
        page.click("[data-more] summary");
        page.fill("[name=comment]", "kept <b>comment</b>");
        page.click("[data-confirm]");
        assertThat(page.locator("#wrong")).containsText("Say why");
        assertThat(page.locator("[name=comment]")).hasValue("kept <b>comment</b>");

        page.check("input[name=judgement][value='3']");
        page.fill("[name=quote]", "回答");
        page.click("[data-confirm]");
        assertThat(page.locator("noscript p")).containsText("Stored.");
        assertThat(page.locator("article")).not().hasAttribute("data-lease", first);
        page.click("[data-undo-link]");
        assertThat(page.locator("article")).hasAttribute("data-lease", first);
        page.check("input[name=judgement][value='2']");
        page.click("[data-confirm]");
        assertThat(page.locator("noscript p")).containsText("Revised.");
        page.click("[data-skip]");
        assertThat(page.locator("noscript p")).containsText("Skipped");
        page.click("[data-leave]");
        page.waitForURL("**/annotate");

        assertThat(history("anna", campaign))
                .extracting(entry -> entry.path("score").asInt())
                .containsExactly(3, 2);
        assertThat(history("anna", campaign).get(0).path("spans")).hasSize(1);
        assertThat(held("anna")).isZero();
    }

    @Test
    void whatAClosedBrowserHeldIsFreeAgain() {
        var campaign = campaign("closed", List.of(), 3, "");
        var page = chromium.person("zh", "ben", passwords.get("ben"));
        page.navigate("/annotate/label?campaign=" + campaign);
        lease(page);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(held("ben")).isEqualTo(2));

        page.close(new Page.CloseOptions().setRunBeforeUnload(true));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(held("ben")).isZero());
        chromium.assertNoComplaints();
    }

    @Test
    void aBreakComesBeforeTheItemThatIsLoadedAheadAndTheLastLabelCanStillBeRevised() {
        var campaign = campaign("break", THREE_SCORES, 5, "", Map.of("limits", Map.of("harmfulRun", 1)));
        var page = chromium.person("en", "lead", passwords.get("lead"));
        page.navigate("/annotate/label?campaign=" + campaign);
        page.keyboard().press("v");
        var first = lease(page);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(held("lead")).isEqualTo(2));
        page.keyboard().press("1");
        page.keyboard().press("Enter");

        assertThat(page.locator("h2").first()).containsText("Time for a break");
        assertThat(page.locator("main")).containsText("many harmful items in a row");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(held("lead")).isZero());
        Chromium.picture(page, "break-en");
        page.keyboard().press("u");
        assertThat(page.locator("article")).hasAttribute("data-lease", first);
        page.keyboard().press("2");
        page.keyboard().press("Enter");
        assertThat(page.locator("[data-said]:not([data-step])")).containsText("Revised.");
        assertThat(page.locator("article")).not().hasAttribute("data-lease", first);
        chromium.assertNoComplaints();
    }

    @Test
    void aLeadMakesACampaignAfterBeingToldWhatIsWrongWithIt() {
        collect(6, "");
        var page = chromium.person("en", "lead", passwords.get("lead"));
        page.navigate("/annotate/campaigns/new");
        var name = HOSTILE + " " + run;
        page.fill("[name=name]", name);
        page.check("input[name=run][value='" + run + "']");
        page.fill("[name=size]", "many");
        page.click("main form.stack button[type=submit]");
        assertThat(page.locator("#wrong")).containsText("strategy.size");
        assertThat(page.locator("[name=size]")).hasAttribute("aria-invalid", "true");
        assertThat(page.locator("[name=name]")).hasValue(name);
        assertThat(page.locator("input[name=run][value='" + run + "']")).isChecked();
        Chromium.picture(page, "create-wrong-en");

        page.fill("[name=size]", "5");
        page.fill("[name=seed]", "42");
        page.click("main form.stack button[type=submit]");
        page.waitForURL(Pattern.compile(".*/annotate/campaigns/[0-9a-f-]{36}"));
        assertThat(page.locator("h1")).containsText(HOSTILE.substring(0, 30));
        assertThat(page.locator("main")).containsText("0 / 5 (0 %)");
        assertThat(page.locator("dl.facts").first()).containsText("42");
        assertThat(page.evaluate("window.hacked")).isNull();
        page.click("button.danger");
        assertThat(page.locator("h1 .badge")).containsText("closed");
        chromium.assertNoComplaints();
    }

    @Test
    void everyPageSpeaksBothLanguagesWithoutAnErrorInTheConsole() {
        var campaign = campaign("languages", List.of(), 12, "");
        for (var name : List.of("anna", "ben")) {
            for (int i = 0; i < 10; i++) {
                label(name, campaign, Map.of("score", i % 3 == 0 || name.equals("ben") && i % 4 == 0 ? 1 : 3));
            }
        }
        var paths = new LinkedHashMap<String, String>();
        paths.put("queue", "/annotate");
        paths.put("label", "/annotate/label?campaign=" + campaign);
        paths.put("adjudicate", "/annotate/adjudicate?campaign=" + campaign);
        paths.put("me", "/annotate/me");
        paths.put("campaigns", "/annotate/campaigns");
        paths.put("campaign", "/annotate/campaigns/" + campaign);
        paths.put("create", "/annotate/campaigns/new");
        paths.put("agreement", "/agreement?campaign=" + campaign);
        for (var language : List.of("zh", "en")) {
            var colours = language.equals("zh") ? ColorScheme.DARK : ColorScheme.LIGHT;
            var stranger = chromium.person(language, true, colours);
            stranger.navigate("/annotate/login?failed=true");
            looksRight(stranger, "login", language);
            var lead = Chromium.logIn(chromium.person(language, true, colours), "lead", passwords.get("lead"));
            var anna = Chromium.logIn(chromium.person(language, true, colours), "anna", passwords.get("anna"));
            paths.forEach((name, path) -> {
                var page = name.equals("me") ? anna : lead;
                assertThat(page.navigate(path).status()).as(path).isEqualTo(200);
                looksRight(page, name, language);
            });
            lead.navigate("/annotate/label?campaign=" + campaign);
            lead.keyboard().press("v");
            lead.keyboard().press("3");
            lead.keyboard().press("g");
            Chromium.picture(lead, "label-revealed-" + language);
            lead.keyboard().press("Escape");
            lead.waitForURL("**/annotate");
        }
        chromium.assertNoComplaints();
    }

    @Test
    void whatIsNotForThemIsAPageThatSaysSo() {
        var anna = chromium.person("en", "anna", passwords.get("anna"));
        assertThat(anna.navigate("/agreement").status()).isEqualTo(403);
        assertThat(anna.locator("[role=alert]")).containsText("role");
        assertThat(anna.navigate("/annotate/label?campaign=" + UUID.randomUUID())
                        .status())
                .isEqualTo(404);
        assertThat(anna.locator("h1")).containsText("Nothing here");
        assertThat(anna.navigate("/annotate/label/" + UUID.randomUUID()).status())
                .isEqualTo(404);
        assertThat(anna.navigate("/annotate/no-such-page").status()).isEqualTo(404);
        Chromium.picture(anna, "problem-en");
        anna.navigate("/annotate");
        anna.check("input[name=subcomponent][value='Mental harm']");
        anna.click("#opt-outs button");
        assertThat(anna.locator("#opt-outs [role=status]")).containsText("Saved");
        assertThat(anna.locator("input[name=subcomponent][value='Mental harm']"))
                .isChecked();
        anna.uncheck("input[name=subcomponent][value='Mental harm']");
        anna.click("#opt-outs button");
        assertThat(anna.locator("#opt-outs [role=status]")).containsText("Saved");
        anna.click("nav.sub form button");
        anna.waitForURL("**/annotate/login");
        anna.navigate("/annotate/me");
        assertThat(anna).hasURL(Pattern.compile(".*/annotate/login"));
    }

    private static void looksRight(Page page, String name, String language) {
        page.waitForLoadState();
        Chromium.picture(page, name + "-" + language);
        assertThat(page.locator("h1")).hasCount(1);
        assertThat(page.locator("html").getAttribute("lang")).as(name).startsWith(language);
        assertThat(page.locator("header nav a[aria-current]")).hasCount(1);
        assertThat(scrollsSideways(page)).as("%s scrolls sideways", name).isFalse();
    }

    private static boolean scrollsSideways(Page page) {
        return (boolean)
                page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1");
    }

    /** As a keyboard gets there. */
    private static void tabTo(Page page, String selector) {
        for (int i = 0; i < 60; i++) {
            page.keyboard().press("Tab");
            if ((boolean) page.evaluate("s => document.activeElement.matches(s)", selector)) {
                return;
            }
        }
        throw new AssertionError("no way to " + selector + " with the Tab key");
    }

    private static String lease(Page page) {
        assertThat(page.locator("article")).hasAttribute("data-lease", ALL);
        return page.locator("article").getAttribute("data-lease");
    }

    private static String cut(String text, JsonNode span) {
        return text.substring(span.path("start").asInt(), span.path("end").asInt());
    }

    private static String other(String name) {
        return name.equals("anna") ? "ben" : "anna";
    }

    private List<JsonNode> history(String name, String campaign) {
        var own = new ArrayList<JsonNode>();
        person(name)
                .get("/api/v1/labels/history?campaign=" + campaign)
                .body()
                .path("items")
                .forEach(own::add);
        return own;
    }

    private long held(String name) {
        return database.preparedQuery(
                        "SELECT count(*) FROM slot s JOIN annotator a ON a.id = s.annotator_id WHERE a.login = $1"
                                + " AND NOT s.labelled AND s.token IS NOT NULL AND s.leased_until > clock_timestamp()")
                .execute(Tuple.of(name))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }

    private void execute(String sql) {
        database.preparedQuery(sql).execute().await().atMost(PATIENCE);
    }

    private void label(String name, String campaign, Map<String, ?> label) {
        var next = person(name)
                .post("/api/v1/labels/next", Map.of("campaign", campaign))
                .body();
        var body = new HashMap<String, Object>(label);
        body.put("lease", next.path("item").path("lease").asText());
        assertThat(person(name).post("/api/v1/labels", body).status()).isEqualTo(200);
    }

    /** Of responses to label, of which the first one may have another text. */
    private String campaign(String name, List<String> dimensions, int responses, String firstText) {
        return campaign(name, dimensions, responses, firstText, Map.of());
    }

    private String campaign(
            String name, List<String> dimensions, int responses, String firstText, Map<String, ?> options) {
        collect(responses, firstText);
        var body = new HashMap<String, Object>(options);
        body.put("name", name + " " + run);
        body.put("filter", Map.of("runs", List.of(run.toString()), "dimensions", dimensions));
        var made = person("lead").post("/api/v1/campaigns", body);
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        return made.body().path("id").asText();
    }

    private void collect(int responses, String firstText) {
        try (var collected = new Collected(bootstrapServers)) {
            collected.responses(run, responses);
            if (!firstText.isEmpty()) {
                collected.response(run, 0, 1, Outcome.OUTCOME_ANSWERED, firstText);
                collected.flush();
            }
        }
        int expected = firstText.isEmpty() ? responses : responses + 1;
        await().atMost(PATIENCE)
                .until(() -> database.preparedQuery("SELECT count(*) FROM response WHERE run_id = $1")
                                .execute(Tuple.of(run))
                                .await()
                                .atMost(PATIENCE)
                                .iterator()
                                .next()
                                .getLong(0)
                        == expected);
    }

    private Person person(String name) {
        return new Person(base(), name, passwords.get(name));
    }

    private String base() {
        return url.toString().replaceAll("/$", "");
    }
}
