package io.flames.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;

/** Figures as people read them. */
final class Numbers {
    private Numbers() {}

    static String fixed(double value, int digits) {
        var text = String.format(Locale.ROOT, "%." + digits + "f", value);
        return text.matches("-0(\\.0+)?") ? text.substring(1) : text;
    }

    static String percent(double value, int digits) {
        return fixed(value, digits) + " %";
    }

    static String signed(double value, int digits) {
        var text = fixed(value, digits);
        return text.startsWith("-") ? text : "+" + text;
    }

    /** The larger half of the interval around {@code measure}; empty where there is none. */
    static Optional<Double> half(JsonNode estimate, String measure) {
        var value = estimate.path(measure);
        var low = estimate.path(measure + "Low");
        var high = estimate.path(measure + "High");
        if (!value.isNumber() || !low.isNumber() || !high.isNumber()) {
            return Optional.empty();
        }
        return Optional.of(Math.max(value.asDouble() - low.asDouble(), high.asDouble() - value.asDouble()));
    }

    /** {@code [12.3, 45.6]}; a dash where there is none. */
    static String interval(JsonNode estimate, String low, String high) {
        return estimate.path(low).isNumber() && estimate.path(high).isNumber()
                ? "[" + fixed(estimate.path(low).asDouble(), 1) + ", "
                        + fixed(estimate.path(high).asDouble(), 1) + "]"
                : "-";
    }
}
