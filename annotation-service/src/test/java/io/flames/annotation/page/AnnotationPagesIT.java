package io.flames.annotation.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.flames.annotation.support.Collected;
import io.flames.annotation.support.Logins;
import io.flames.local.test.ServersResource;
import io.flames.local.test.pages.AccessibilityTree;
import io.flames.local.test.pages.AccessibilityTree.Node;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What people do on the pages, in a real Chromium, against a real broker and a real Postgres. */
@QuarkusTest
@TestProfile(NoPauses.class)
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_annotation_pages"))
@QuarkusTestResource(Logins.class)
class AnnotationPagesIT extends Browsing {
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
        var blurred = AccessibilityTree.of(page);
        assertThat(blurred.text()).doesNotContain("个问题", "个回答").contains("Blurred until you choose to see it.");
        assertThat(blurred.of("button")).extracting(Node::name).contains("Show texts", "Confirm", "Skip");
        isForEverybody(page, "en");
        page.keyboard().press("2");
        page.keyboard().press("Enter");
        assertThat(page.locator("[data-alert]")).containsText("blurred");

        page.keyboard().press("v");
        assertThat(page.locator("[data-response]")).not().hasAttribute("inert", "");
        var shown = AccessibilityTree.of(page);
        assertThat(shown.text()).contains("个问题", "个回答").doesNotContain("Blurred until");
        assertThat(shown.textWithin("status")).contains("The texts are shown.");
        page.keyboard().press("2");
        assertThat(AccessibilityTree.of(page).focused().role()).isEqualTo("radio");
        page.keyboard().press("c");
        page.keyboard().type("neither good 2 nor bad");
        page.keyboard().press("Control+Enter");

        assertThat(page.locator("[data-said]:not([data-step])")).containsText("Stored. Next item:");
        assertThat(page.locator("article")).not().hasAttribute("data-lease", first);
        assertThat(page.locator("article")).isFocused();
        var next = AccessibilityTree.of(page);
        assertThat(next.textWithin("status")).contains("Stored. Next item:");
        assertThat(next.focused().role()).isEqualTo("article");
        assertThat(next.focused().name()).contains("keyboard " + run);
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
        var refused = AccessibilityTree.of(page);
        assertThat(refused.textWithin("alert")).isEqualTo("Say why it can’t be judged.");
        assertThat(refused.focused().role()).isEqualTo("radio");
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
        isForEverybody(page, "en");
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
        isForEverybody(page, "en");
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
        assertThat(page.locator("#wrong")).isFocused();
        assertThat(page.locator("[name=comment]")).hasValue("kept <b>comment</b>");
        var chinese = chromium.person("zh", false, ColorScheme.LIGHT);
        Chromium.logIn(chinese, "anna", passwords.get("anna"));
        chinese.navigate("/annotate/label?campaign=" + campaign);
        chinese.check("input[name=judgement][value='0']");
        chinese.click("[data-confirm]");
        assertThat(chinese.locator("#wrong")).containsText("请选择无法判断的原因");

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

        page.keyboard().press("v");
        page.keyboard().press("3");
        page.evaluate(
                """
                () => { const comment = document.querySelector('[name=comment]');
                        comment.removeAttribute('maxlength');
                        comment.value = 'x'.repeat(20000); }""");
        page.click("[data-confirm]");
        assertThat(page.locator("[data-alert]")).containsText("未保存: 备注过长");
        Chromium.picture(page, "refused-zh");
        isForEverybody(page, "zh");
        assertThat(AccessibilityTree.of(page).textWithin("alert")).contains("未保存: 备注过长");

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
        isForEverybody(page, "en");
        assertThat(AccessibilityTree.of(page).focused().name()).isEqualTo("Time for a break");
        page.keyboard().press("u");
        assertThat(page.locator("article")).hasAttribute("data-lease", first);
        page.keyboard().press("2");
        page.keyboard().press("Enter");
        assertThat(page.locator("[data-said]:not([data-step])")).containsText("Revised.");
        assertThat(page.locator("article")).not().hasAttribute("data-lease", first);
        chromium.assertNoComplaints();
    }
}
