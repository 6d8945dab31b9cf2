package io.flames.local.test.pages;

import com.microsoft.playwright.Page;
import io.flames.local.test.pages.AccessibilityTree.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What would stop a reader with a screen reader, weak eyes, a keyboard or a narrow window. Names, landmarks, headings and
 * tables are checked in the tree that Chromium hands to a screen reader; contrast (WCAG 2.2: 1.4.3, 1.4.11), focus rings
 * (2.4.7) and reflow (1.4.10) as they are drawn. A fault is one line that says what is wrong and where; no fault, no line.
 */
public final class PageAudit {
    /** CSS pixels: what is left of 1280 at 400 %. */
    private static final int NARROW = 320;

    private static final String[] OPERATED = {
        "button",
        "link",
        "textbox",
        "searchbox",
        "checkbox",
        "radio",
        "combobox",
        "listbox",
        "spinbutton",
        "slider",
        "DisclosureTriangle",
        "menuitem",
        "tab",
        "switch"
    };
    private static final String[] PICTURES = {"img", "image", "SvgRoot", "graphics-document", "figure"};
    private static final Pattern SAYS_SOMETHING = Pattern.compile("[\\p{L}\\p{N}#]");
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");
    private static final String DRAWN = resource("drawn.js");
    private static final String REFLOW = resource("reflow.js");

    private PageAudit() {}

    /** Of the page as it is now, in {@code zh} or {@code en}; what had the focus has it afterwards. */
    public static List<String> faults(Page page, String language) {
        var faults = new ArrayList<String>(tree(AccessibilityTree.of(page), language));
        if (!Objects.toString(page.locator("html").getAttribute("lang")).startsWith(language)) {
            faults.add("the page's language is not " + language);
        }
        var focused = page.evaluateHandle("document.activeElement");
        page.keyboard().press("Tab"); // from now on the browser shows where the focus is
        lines(page.evaluate(DRAWN), faults);
        focused.evaluate("e => { document.activeElement.blur(); e.focus({ preventScroll: true }); }");
        return faults;
    }

    /** Of the same page at 320 CSS pixels; the window is as wide as before afterwards. */
    public static List<String> narrowFaults(Page page) {
        var before = Objects.requireNonNull(page.viewportSize(), "a window of a size");
        var faults = new ArrayList<String>();
        page.setViewportSize(NARROW, before.height);
        lines(page.evaluate(REFLOW), faults);
        page.setViewportSize(before.width, before.height);
        return faults;
    }

    /** Of what a screen reader gets. */
    static List<String> tree(AccessibilityTree tree, String language) {
        var faults = new ArrayList<String>();
        for (var role : List.of("main", "banner", "contentinfo")) {
            if (tree.of(role).size() != 1) {
                faults.add("%d landmarks %s".formatted(tree.of(role).size(), role));
            }
        }
        tree.of("RootWebArea").stream()
                .filter(root -> !SAYS_SOMETHING.matcher(root.name()).find())
                .forEach(root -> faults.add("the page has no title"));
        headings(tree, faults);
        unnamed(tree.of(OPERATED), faults);
        unnamed(tree.of(PICTURES), faults);
        unnamed(tree.of("columnheader", "rowheader", "heading", "radiogroup", "region", "navigation"), faults);
        tree.of(PICTURES).stream()
                .filter(picture -> !picture.name().isEmpty())
                .filter(picture -> CHINESE.matcher(picture.name()).find() != language.equals("zh"))
                .filter(picture ->
                        !picture.name().startsWith("95 %") && !picture.name().startsWith("n ="))
                .forEach(picture -> faults.add("a picture is named in another language: " + picture.name()));
        var seen = new HashSet<String>();
        tree.of("navigation").stream()
                .filter(each -> !seen.add(each.name()))
                .forEach(each -> faults.add("two navigations are named " + each.name()));
        tables(tree, faults);
        return faults;
    }

    private static void headings(AccessibilityTree tree, List<String> faults) {
        var headings = tree.of("heading");
        long first = headings.stream().filter(heading -> heading.level() == 1).count();
        if (first != 1) {
            faults.add(first + " headings of level 1");
        }
        int before = 0;
        for (var heading : headings) {
            if (heading.level() > before + 1) {
                faults.add("heading of level %d after one of level %d: %s"
                        .formatted(heading.level(), before, heading.name()));
            }
            before = heading.level();
        }
    }

    private static void unnamed(List<Node> nodes, List<String> faults) {
        nodes.stream()
                .filter(node -> !SAYS_SOMETHING.matcher(node.name()).find())
                .forEach(node ->
                        faults.add("no name for %s in %s: '%s'".formatted(node.role(), node.within(), node.name())));
    }

    private static void tables(AccessibilityTree tree, List<String> faults) {
        tree.of("LayoutTable").forEach(table -> faults.add("a table without headers"));
        var open = Set.of("columnheader", "rowheader");
        var nodes = tree.nodes();
        for (int i = 0; i < nodes.size(); i++) {
            if (!nodes.get(i).role().equals("table")) {
                continue;
            }
            int depth = nodes.get(i).within().size();
            boolean headed = false;
            for (int j = i + 1; j < nodes.size() && nodes.get(j).within().size() > depth; j++) {
                headed |= open.contains(nodes.get(j).role());
            }
            if (!headed) {
                faults.add("a table without headers: " + nodes.get(i).name());
            }
        }
    }

    private static void lines(Object found, List<String> faults) {
        ((List<?>) found).forEach(line -> faults.add(line.toString()));
    }

    private static String resource(String name) {
        try (var in = Objects.requireNonNull(PageAudit.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
