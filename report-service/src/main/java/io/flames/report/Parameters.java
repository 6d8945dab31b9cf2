package io.flames.report;

import io.flames.report.problem.ProblemException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Parameters of requests, read strictly. */
public final class Parameters {
    private static final int MAX_LIMIT = 500;

    private Parameters() {}

    /** An id in a path: what is no id is not there. */
    public static UUID pathId(String what, String value) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException notAnId) {
            throw ProblemException.notFound("there is no " + what + " \"" + shortened(value) + "\"");
        }
    }

    /** An id in a query. */
    public static UUID queryId(String parameter, @Nullable String value) {
        try {
            return UUID.fromString(value == null ? "" : value);
        } catch (IllegalArgumentException notAnId) {
            throw ProblemException.badParameter(parameter, "\"" + shortened(value) + "\" is not an id");
        }
    }

    /** From 1 to 500. */
    public static int limit(@Nullable String value, int standard) {
        if (isAbsent(value)) {
            return standard;
        }
        try {
            int limit = Integer.parseInt(value);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // told below, like a number out of bounds
        }
        throw ProblemException.badParameter(
                "limit", "limit must be a number from 1 to " + MAX_LIMIT + ", is \"" + shortened(value) + "\"");
    }

    /** Null for a parameter that is missing or empty, as a form sends it. */
    public static @Nullable String orNull(@Nullable String value) {
        return isAbsent(value) ? null : value;
    }

    public static boolean isAbsent(@Nullable String value) {
        return value == null || value.isBlank();
    }

    /** For messages: at most 60 characters. */
    public static String shortened(@Nullable String value) {
        var text = value == null ? "" : value;
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
