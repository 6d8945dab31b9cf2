package io.flames.local.test.pages;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What Chromium hands to a screen reader: the nodes that it does not ignore, in reading order. */
public record AccessibilityTree(List<Node> nodes) {
    private static final String TEXT = "StaticText";

    /**
     * @param role as Chromium names it: {@code button}, {@code heading}, {@code StaticText}
     * @param name what is read out; empty where there is none
     * @param level of a heading, else 0
     * @param within the roles around it, the page's own first
     */
    public record Node(String role, String name, int level, boolean focused, List<String> within) {}

    /** Of the page as it is now. */
    public static AccessibilityTree of(Page page) {
        var session = page.context().newCDPSession(page);
        try {
            session.send("Accessibility.enable");
            var answer = session.send("Accessibility.getFullAXTree");
            return of(answer.getAsJsonArray("nodes"));
        } finally {
            session.detach();
        }
    }

    private static AccessibilityTree of(Iterable<JsonElement> all) {
        var byId = new HashMap<String, JsonObject>();
        all.forEach(node -> byId.put(text(node.getAsJsonObject(), "nodeId"), node.getAsJsonObject()));
        var read = new ArrayList<Node>();
        byId.values().stream()
                .filter(node -> !node.has("parentId"))
                .forEach(root -> collect(root, List.of(), byId, read));
        return new AccessibilityTree(List.copyOf(read));
    }

    private static void collect(JsonObject node, List<String> within, Map<String, JsonObject> byId, List<Node> read) {
        var inner = within;
        if (!node.get("ignored").getAsBoolean()) {
            var role = value(node, "role");
            var level = property(node, "level");
            read.add(new Node(
                    role,
                    value(node, "name").strip(),
                    level.isEmpty() ? 0 : Integer.parseInt(level),
                    property(node, "focused").equals("true"),
                    within));
            inner = Stream.concat(within.stream(), Stream.of(role)).toList();
        }
        if (node.has("childIds")) {
            for (var child : node.getAsJsonArray("childIds")) {
                if (byId.containsKey(child.getAsString())) {
                    collect(byId.get(child.getAsString()), inner, byId, read);
                }
            }
        }
    }

    /** Nodes of any of these roles. */
    public List<Node> of(String... roles) {
        var wanted = Set.of(roles);
        return nodes.stream().filter(node -> wanted.contains(node.role())).toList();
    }

    /** All that is read out as text, in reading order. */
    public String text() {
        return nodes.stream()
                .filter(node -> node.role().equals(TEXT))
                .map(Node::name)
                .collect(Collectors.joining(" "));
    }

    /** What is read out inside nodes of a role: of a live region, say. */
    public String textWithin(String role) {
        return nodes.stream()
                .filter(node -> node.role().equals(TEXT) && node.within().contains(role))
                .map(Node::name)
                .collect(Collectors.joining(" "));
    }

    /** Where a screen reader's user is. */
    public Node focused() {
        // The page itself counts as focused, too, while something in it is.
        return nodes.stream()
                .filter(Node::focused)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static String value(JsonObject node, String key) {
        return node.has(key) ? text(node.getAsJsonObject(key), "value") : "";
    }

    private static String property(JsonObject node, String name) {
        if (!node.has("properties")) {
            return "";
        }
        return StreamSupport.stream(node.getAsJsonArray("properties").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .filter(property -> text(property, "name").equals(name))
                .map(property -> value(property, "value"))
                .findFirst()
                .orElse("");
    }

    private static String text(JsonObject object, String key) {
        return object.has(key) && object.get(key).isJsonPrimitive()
                ? object.get(key).getAsString()
                : "";
    }
}
