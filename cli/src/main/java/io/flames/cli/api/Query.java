package io.flames.cli.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The query part of a URL; parameters without a value are left out. */
public final class Query {
    private final List<String> pairs = new ArrayList<>();

    private Query() {}

    public static Query none() {
        return new Query();
    }

    public static Query of(String name, @Nullable Object value) {
        return new Query().and(name, value);
    }

    public Query and(String name, @Nullable Object value) {
        if (value != null) {
            pairs.add(encoded(name) + "=" + encoded(value.toString()));
        }
        return this;
    }

    /** Adds another query's parameters. */
    public Query and(Query other) {
        pairs.addAll(other.pairs);
        return this;
    }

    /** A path segment, such as a set's name; {@code @} stays readable. */
    public static String segment(String text) {
        return encoded(text).replace("+", "%20").replace("%40", "@");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }
}
