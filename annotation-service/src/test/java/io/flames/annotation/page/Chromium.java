package io.flames.annotation.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A real Chromium; what pages complain about in its console is kept. */
final class Chromium implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final double PATIENCE_MS = 60_000;

    private final Playwright playwright;
    private final Browser browser;
    private final String base;
    private final List<String> complaints = new ArrayList<>();

    Chromium(Path program, String base) {
        this.base = base;
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(FLAGS));
    }

    static Optional<Path> program() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A browser of its own: nothing is shared with others. */
    Page person(String language, boolean script, ColorScheme colours) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setBaseURL(base)
                .setLocale(language.equals("zh") ? "zh-CN" : "en-GB")
                .setColorScheme(colours)
                .setViewportSize(1280, 900)
                .setJavaScriptEnabled(script));
        context.setDefaultTimeout(PATIENCE_MS);
        var page = context.newPage();
        page.onConsoleMessage(message -> {
            // A form that comes back with what is wrong in it has the status that it should have.
            boolean refusedForm = message.text().endsWith("status of 422 (Unprocessable Entity)");
            if (message.type().equals("error") && !refusedForm || message.text().contains("Content Security Policy")) {
                complaints.add(page.url() + " " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + " " + error));
        return page;
    }

    Page person(String language) {
        return person(language, true, ColorScheme.LIGHT);
    }

    /** Somebody who is logged in. */
    Page person(String language, String name, String password) {
        return logIn(person(language), name, password);
    }

    static Page logIn(Page page, String name, String password) {
        page.navigate("/annotate/login");
        page.fill("[name=j_username]", name);
        page.fill("[name=j_password]", password);
        page.click("main button[type=submit]");
        page.waitForURL("**/annotate");
        return page;
    }

    void assertNoComplaints() {
        assertThat(complaints).isEmpty();
    }

    /** Left for people to look at. */
    static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of("target/pages", name + ".png")));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
