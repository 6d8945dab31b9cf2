package io.flames.e2e.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.flames.e2e.Project;
import io.flames.e2e.stack.DemoStack;
import io.flames.e2e.stack.FlamesProcess;
import io.flames.e2e.stack.Programs;
import io.flames.local.test.pages.PageAudit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every page in a real browser, in both languages; pictures are left in target/pages. */
public class PagesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> BROWSER_FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private static FlamesProcess flames;
    private static Playwright playwright;
    private static Browser browser;

    @BeforeAll
    static void start() {
        var chromium = Programs.find("chromium");
        assumeTrue(chromium.isPresent(), "skipped: no chromium on the PATH");
        flames = DemoStack.running();
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.get())
                        .setArgs(BROWSER_FLAGS));
    }

    @AfterAll
    static void stop() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @Test
    void everyPageOpensInBothLanguagesWithoutAnErrorInTheConsole() throws Exception {
        for (var entry : pages().entrySet()) {
            for (String language : List.of("zh", "en")) {
                var path = entry.getValue() + (entry.getValue().contains("?") ? "&" : "?") + "lang=" + language;
                var complaints = new ArrayList<String>();
                try (var page = browser.newPage()) {
                    page.onConsoleMessage(message -> {
                        if (message.type().equals("error") || message.text().contains("Content Security Policy")) {
                            complaints.add(message.text());
                        }
                    });
                    page.onPageError(complaints::add);
                    var response = page.navigate(flames.url().resolve(path).toString());
                    page.waitForLoadState();
                    page.screenshot(new Page.ScreenshotOptions()
                            .setFullPage(true)
                            .setPath(picture(entry.getKey() + "-" + language)));

                    assertThat(response.status()).as(path).isEqualTo(200);
                    assertThat(complaints).as(path).isEmpty();
                    assertThat(page.locator("h1").count()).as(path).isEqualTo(1);
                    assertThat(page.locator("html").getAttribute("lang"))
                            .as(path)
                            .startsWith(language);
                    assertThat(page.locator("header nav a[aria-current]").count())
                            .as(path)
                            .isEqualTo(1);
                    assertThat(scrollsSideways(page))
                            .as("%s scrolls sideways", path)
                            .isFalse();
                    if (language.equals("en")) { // once a page is enough: what it looks at is the same in both
                        assertThat(PageAudit.faults(page, language)).as(path).isEmpty();
                        assertThat(PageAudit.narrowFaults(page))
                                .as("%s at 320 px", path)
                                .isEmpty();
                    }
                }
            }
        }
    }

    @Test
    void everyLinkOfTheMainPagesLeadsSomewhere() throws Exception {
        for (String path : pages().values()) {
            try (var page = browser.newPage()) {
                page.navigate(flames.url().resolve(path).toString());
                var links = page.locator("main a[href^='/']")
                        .evaluateAll("as => as.slice(0, 25).map(a => a.getAttribute('href'))");
                for (Object link : (List<?>) links) {
                    assertThat(flames.get(link.toString().replace(" ", "%20")).statusCode())
                            .as("%s links to %s", path, link)
                            .isEqualTo(200);
                }
            }
        }
    }

    @Test
    void harmfulTextIsBlurredUntilTheReaderAsks() throws Exception {
        try (var page = browser.newPage()) {
            page.navigate(flames.url().resolve(pages().get("response")).toString());
            var text = page.locator(".harmful").first();
            assertThat((String) text.evaluate("e => getComputedStyle(e).filter"))
                    .contains("blur");

            page.locator("[data-reveal]").first().click();

            assertThat((String) text.evaluate("e => getComputedStyle(e).filter"))
                    .isEqualTo("none");
        }
    }

    @Test
    void theLeaderboardReadsWithoutJavaScript() {
        try (var context = browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false));
                var page = context.newPage()) {
            page.navigate(flames.url().resolve("/leaderboard?lang=en").toString());
            assertThat(page.locator("main table").first().innerText())
                    .contains("sample-careful", "sample-plain", "sample-reckless");
        }
    }

    /** Every kind of page, by name. */
    private static Map<String, String> pages() throws Exception {
        JsonNode rows = JSON.readTree(flames.get("/api/v1/leaderboard").body()).path("rows");
        var first = rows.path(0).path("runId").asText();
        var second = rows.path(1).path("runId").asText();
        var response = JSON.readTree(flames.get("/api/v1/reports/runs/" + first + "/responses")
                        .body())
                .at("/items/0/id")
                .asText();
        var pages = new LinkedHashMap<String, String>();
        pages.put("home", "/");
        pages.put("leaderboard", "/leaderboard");
        pages.put("moved", "/leaderboard/moved");
        pages.put("runs", "/runs");
        pages.put("run", "/runs/" + first);
        pages.put("response", "/responses/" + response);
        pages.put("compare", "/compare?a=" + first + "&b=" + second);
        pages.put("prompts", "/prompts");
        pages.put("set", "/prompts/flames-sample");
        pages.put("releases", "/releases");
        pages.put("release", "/releases/flames-sample@1");
        pages.put("targets", "/targets");
        pages.put("target", "/targets/sample-careful");
        pages.put("scorers", "/scorers");
        pages.put("trainings", "/scorers/trainings");
        pages.put("training", training());
        return pages;
    }

    /** One that has ended, so that it never falls silent. */
    private static String training() {
        var id = "00000000-0000-4000-8000-00000000feed";
        var told = flames.putJson(
                "/api/v1/trainings/" + id,
                """
                {"sequence": 1, "name": "looked-at", "version": 1, "mode": "full", "dataDigest": "%s", "host": "gpu-1",
                 "startedAt": "2026-01-31T10:00:00Z", "phase": "stopped", "reason": "", "epoch": 3, "epochs": 5,
                 "step": 30, "steps": 50, "loss": 0.4, "itemsPerSecond": 20, "headsDigest": "%s",
                 "validations": [{"epoch": 0, "loss": 1.1, "accuracy": 0.41},
                   {"epoch": 1, "trainingLoss": 0.9, "loss": 0.8, "accuracy": 0.62},
                   {"epoch": 2, "trainingLoss": 0.6, "loss": 0.7, "accuracy": 0.66},
                   {"epoch": 3, "trainingLoss": 0.4, "loss": 0.75, "accuracy": 0.64}],
                 "curve": [{"epoch": 0.5, "loss": 1.0}, {"epoch": 1.5, "loss": 0.7}, {"epoch": 3, "loss": 0.4}]}
                """
                        .formatted("0".repeat(64), "1".repeat(64)));
        assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
        return "/scorers/trainings/" + id;
    }

    private static boolean scrollsSideways(Page page) {
        return (boolean)
                page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1");
    }

    private static Path picture(String name) {
        return Project.file("deploy/e2e/target/pages/" + name + ".png");
    }
}
