package io.flames.scoring.progress;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fields of a JSON object that somebody sent: each is as expected, or said with its place and what is allowed. */
record SnapshotFields(JsonNode json, String place) {
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    boolean has(String field) {
        return json.hasNonNull(field);
    }

    long whole(String field, long least, long most) {
        var value = json.path(field);
        require(
                value.isIntegralNumber()
                        && value.canConvertToLong()
                        && value.asLong() >= least
                        && value.asLong() <= most,
                field,
                "a whole number from " + least + " to " + most);
        return value.asLong();
    }

    double number(String field, double least, double most) {
        var value = json.path(field);
        // Not a number compares as false.
        require(
                value.isNumber() && value.asDouble() >= least && value.asDouble() <= most,
                field,
                "a number from " + least + " to " + most);
        return value.asDouble();
    }

    @Nullable
    Double optionalNumber(String field, double least, double most) {
        return has(field) ? number(field, least, most) : null;
    }

    String text(String field, Pattern pattern, String allowed) {
        var value = json.path(field);
        require(value.isTextual() && pattern.matcher(value.asText()).matches(), field, allowed);
        return value.asText();
    }

    Instant time(String field) {
        var allowed = "a time such as 2026-01-31T23:59:59Z";
        var value = json.path(field);
        require(value.isTextual(), field, allowed);
        try {
            var time = Instant.parse(value.asText());
            require(time.isAfter(EARLIEST) && time.isBefore(LATEST), field, allowed);
            return time;
        } catch (DateTimeParseException e) {
            throw wrong(field, allowed);
        }
    }

    List<SnapshotFields> entries(String field, int most) {
        var value = json.path(field);
        require(value.isArray() && value.size() <= most, field, "a list of at most " + most + " objects");
        var entries = new ArrayList<SnapshotFields>(value.size());
        for (int i = 0; i < value.size(); i++) {
            var entry = field + "[" + i + "]";
            require(value.get(i).isObject(), entry, "an object");
            entries.add(new SnapshotFields(value.get(i), place + entry + "."));
        }
        return entries;
    }

    private void require(boolean holds, String field, String allowed) {
        if (!holds) {
            throw wrong(field, allowed);
        }
    }

    private IllegalArgumentException wrong(String field, String allowed) {
        return new IllegalArgumentException(place + field + ": expected " + allowed);
    }
}
