package io.flames.annotation.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.options.ColorScheme;
import io.flames.annotation.support.Logins;
import io.flames.local.test.ServersResource;
import io.flames.local.test.pages.AccessibilityTree;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What leads do on the pages, and what every page is like: languages, colours, problems. */
@QuarkusTest
@TestProfile(NoPauses.class)
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_annotation_pages"))
@QuarkusTestResource(Logins.class)
class LeadPagesIT extends Browsing {
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
        assertThat(AccessibilityTree.of(page).focused().role()).isEqualTo("alert");
        isForEverybody(page, "en");

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
            isForEverybody(lead, language);
            lead.keyboard().press("Escape");
            lead.waitForURL("**/annotate");
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(held("lead")).isZero());
        progressIsTold(campaign);
        chromium.assertNoComplaints();
    }

    private void progressIsTold(String campaign) {
        var path = "/annotate/campaigns/" + campaign;
        var lead = chromium.person("en", "lead", passwords.get("lead"));
        lead.navigate(path);
        assertThat(AccessibilityTree.of(lead).textWithin("status")).isEmpty();
        for (var name : List.of("anna", "ben", "anna", "ben")) {
            label(name, campaign, Map.of("score", 3));
        }
        // As the page does every five seconds.
        lead.evaluate("path => htmx.ajax('GET', path, { target: '[hx-get]', swap: 'outerHTML' })", path + "/progress");
        assertThat(lead.locator("[data-announcer]")).containsText(Pattern.compile("settled \\d+ / 12"));
        assertThat(AccessibilityTree.of(lead).textWithin("status")).startsWith("settled");
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
        isForEverybody(anna, "en");
        assertThat(AccessibilityTree.of(anna).focused().role()).isEqualTo("alert");
        var ben = chromium.person("zh", "ben", passwords.get("ben"));
        assertThat(ben.navigate("/agreement").status()).isEqualTo(403);
        assertThat(ben.locator("[role=alert]")).containsText("角色");
        assertThat(ben.locator("main p[lang=en]")).containsText("role");
        Chromium.picture(ben, "problem-zh");
        isForEverybody(ben, "zh");
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
}
