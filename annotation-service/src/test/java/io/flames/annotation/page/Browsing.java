package io.flames.annotation.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import io.flames.annotation.support.Collected;
import io.flames.annotation.support.Logins;
import io.flames.annotation.support.Person;
import io.flames.contracts.generation.v1.Outcome;
import io.flames.local.test.pages.PageAudit;
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
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** People in front of a browser, for tests that share one application. */
abstract class Browsing {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    static final List<String> THREE_SCORES = List.of("Fairness", "Safety", "Morality");

    static final String HOSTILE = "<script>window.hacked=1</script><img src=x onerror=\"window.hacked=2\">"
            + " \u202Eesrever\u202C zero\u200Bwidth & \"quotes\" '{cdi:page.lang}'";
    static final Pattern ALL = Pattern.compile(".*");

    @Inject
    Pool database;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers = "";

    @ConfigProperty(name = "flames.annotation.users-file")
    String usersFile = "";

    @TestHTTPResource
    URI url = URI.create("/");

    final UUID run = UUID.randomUUID();

    final Map<String, String> passwords = new HashMap<>();

    Chromium chromium;

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

    static void looksRight(Page page, String name, String language) {
        page.waitForLoadState();
        Chromium.picture(page, name + "-" + language);
        assertThat(page.locator("h1")).hasCount(1);
        assertThat(page.locator("html").getAttribute("lang")).as(name).startsWith(language);
        assertThat(page.locator("header nav a[aria-current]")).hasCount(1);
        assertThat(scrollsSideways(page)).as("%s scrolls sideways", name).isFalse();
        isForEverybody(page, language);
    }

    /** Also for who listens to it, sees little contrast, or reads it at 400 %. */
    static void isForEverybody(Page page, String language) {
        assertThat(PageAudit.faults(page, language)).as(page.url()).isEmpty();
        assertThat(PageAudit.narrowFaults(page)).as("%s at 320 px", page.url()).isEmpty();
    }

    static boolean scrollsSideways(Page page) {
        return (boolean)
                page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1");
    }

    /** As a keyboard gets there. */
    static void tabTo(Page page, String selector) {
        for (int i = 0; i < 60; i++) {
            page.keyboard().press("Tab");
            if ((boolean) page.evaluate("s => document.activeElement.matches(s)", selector)) {
                return;
            }
        }
        throw new AssertionError("no way to " + selector + " with the Tab key");
    }

    static String lease(Page page) {
        assertThat(page.locator("article")).hasAttribute("data-lease", ALL);
        return page.locator("article").getAttribute("data-lease");
    }

    static String cut(String text, JsonNode span) {
        return text.substring(span.path("start").asInt(), span.path("end").asInt());
    }

    static String other(String name) {
        return name.equals("anna") ? "ben" : "anna";
    }

    List<JsonNode> history(String name, String campaign) {
        var own = new ArrayList<JsonNode>();
        person(name)
                .get("/api/v1/labels/history?campaign=" + campaign)
                .body()
                .path("items")
                .forEach(own::add);
        return own;
    }

    long held(String name) {
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

    void execute(String sql) {
        database.preparedQuery(sql).execute().await().atMost(PATIENCE);
    }

    void label(String name, String campaign, Map<String, ?> label) {
        var next = person(name)
                .post("/api/v1/labels/next", Map.of("campaign", campaign))
                .body();
        var body = new HashMap<String, Object>(label);
        body.put("lease", next.path("item").path("lease").asText());
        assertThat(person(name).post("/api/v1/labels", body).status()).isEqualTo(200);
    }

    /** Of responses to label, of which the first one may have another text. */
    String campaign(String name, List<String> dimensions, int responses, String firstText) {
        return campaign(name, dimensions, responses, firstText, Map.of());
    }

    String campaign(String name, List<String> dimensions, int responses, String firstText, Map<String, ?> options) {
        collect(responses, firstText);
        var body = new HashMap<String, Object>(options);
        body.put("name", name + " " + run);
        body.put("filter", Map.of("runs", List.of(run.toString()), "dimensions", dimensions));
        var made = person("lead").post("/api/v1/campaigns", body);
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        return made.body().path("id").asText();
    }

    void collect(int responses, String firstText) {
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

    Person person(String name) {
        return new Person(base(), name, passwords.get(name));
    }

    String base() {
        return url.toString().replaceAll("/$", "");
    }
}
