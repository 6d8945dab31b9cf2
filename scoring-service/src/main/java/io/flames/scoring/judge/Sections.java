package io.flames.scoring.judge;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A text with an introduction and titled parts, {@code ## TITLE} each.
 *
 * @param parts by title, in the text's order
 */
record Sections(String intro, Map<String, String> parts) {
    private static final String HEADING = "## ";

    static Sections parse(String text) {
        var parts = new LinkedHashMap<String, StringBuilder>();
        var intro = new StringBuilder();
        var current = intro;
        for (String line : text.lines().toList()) {
            if (line.startsWith(HEADING)) {
                current = new StringBuilder();
                parts.put(line.substring(HEADING.length()).strip(), current);
            } else {
                current.append(line).append('\n');
            }
        }
        var read = new LinkedHashMap<String, String>();
        parts.forEach((title, part) -> read.put(title, part.toString().strip()));
        return new Sections(intro.toString().strip(), read);
    }

    /** @throws IllegalArgumentException where there is no part of that title */
    String part(String title) {
        String part = parts.get(title);
        if (part == null) {
            throw new IllegalArgumentException("no part \"" + title + "\"");
        }
        return part;
    }
}
