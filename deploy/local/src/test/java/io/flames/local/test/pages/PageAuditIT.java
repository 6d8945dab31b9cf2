package io.flames.local.test.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The audit finds each fault that it is for, and none where there is none. */
class PageAuditIT {
    private static Playwright playwright;
    private static Page page;

    @BeforeAll
    static void start() {
        var chromium = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "chromium"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(chromium.isPresent(), "skipped: no chromium on the PATH");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        page = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.get())
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")))
                .newPage();
    }

    @AfterAll
    static void stop() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @Test
    void aSoundPageHasNoFaults() {
        show(
                """
                <h1>One</h1><h2>Two</h2>
                <label>Name <input></label> <button>Send</button>
                <table><thead><tr><th scope=col>Count</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>
                """);

        assertThat(PageAudit.faults(page, "en")).isEmpty();
        assertThat(PageAudit.narrowFaults(page)).isEmpty();
    }

    @Test
    void whatAScreenReaderStumblesOverIsFound() {
        show(
                """
                <h1>One</h1><h3>Three</h3><h1>Again</h1>
                <input> <button>→</button> <a href="/x"><img src="data:,"></a>
                <img src="data:," alt="图"> <svg width=9 height=9></svg> <canvas width=9 height=9></canvas>
                <table><tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>
                <div aria-hidden=true><button>Hidden</button></div> <p class=harmful>bad words</p>
                <p aria-labelledby=nobody id=twice></p><p id=twice></p> <fieldset></fieldset>
                """);

        var faults = PageAudit.faults(page, "zh").toString();

        assertThat(faults)
                .contains(
                        "the page's language is not zh",
                        "2 headings of level 1",
                        "heading of level 3 after one of level 1: Three",
                        "no name for textbox",
                        "no name for button",
                        "no name for link",
                        "a picture that is neither named nor hidden: canvas",
                        "a picture that is neither named nor hidden: svg",
                        "a table without headers",
                        "can have the focus and is hidden from screen readers: button",
                        "1 texts are blurred, but read out",
                        "aria-labelledby to nothing: nobody",
                        "two have the id twice",
                        "a fieldset without legend")
                .doesNotContain("another language");
        assertThat(PageAudit.faults(page, "en").toString()).contains("a picture is named in another language: 图");
    }

    @Test
    void whatIsHardToSeeIsFound() {
        show(
                """
                <h1>One</h1>
                <p class=pale>pale</p> <p class=faded>faded</p> <p class=striped>striped</p> <p class=large>large</p>
                <button class=edgeless>Edgeless</button> <button class=ringless>Ringless</button>
                <div class=box><p class=wide>wide</p></div> <p class=wide>sticks out</p>
                """);

        assertThat(PageAudit.faults(page, "en").toString())
                .contains(
                        "contrast 2.85 of text p.pale", // #999 on #fff by the formula of WCAG
                        "of text p.faded",
                        "of text p.striped",
                        "of the border of button.edgeless",
                        "no focus ring: button.ringless")
                .doesNotContain("p.large");
        assertThat(PageAudit.narrowFaults(page))
                .anySatisfy(fault -> assertThat(fault).contains("p.wide sticks out by", "sticks out'"));
        assertThat(PageAudit.narrowFaults(page).toString()).doesNotContain("'wide'");
    }

    private static void show(String main) {
        page.setContent(
                """
                <!doctype html><html lang="en"><head><title>Audited</title><style>
                body { background: #fff; color: #000 } input, button { border: 1px solid #555; background: #fff }
                :focus-visible { outline: 2px solid #00f } .harmful { filter: blur(6px) }
                .pale { color: #999 } .large { color: #888; font-size: 24px } .faded { opacity: .4 }
                .striped { color: #666; background: repeating-linear-gradient(#fff 0 2px, #888 2px 4px) }
                .edgeless { border-color: #eee } .ringless:focus { outline: none } .wide { width: 600px }
                .box { overflow-x: auto } input { width: 60px }
                </style></head><body><header><nav aria-label="Main"><a href="/">Home</a></nav></header>
                <main>%s</main><footer>Foot</footer></body></html>"""
                        .formatted(main));
    }
}
