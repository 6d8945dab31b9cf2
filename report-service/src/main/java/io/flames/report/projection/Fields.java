package io.flames.report.projection;

import com.google.protobuf.Timestamp;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;

/** Fields of records, read strictly: what is missing or out of bounds refuses the record and names the field. */
final class Fields {
    private static final char NUL = '\0';
    private static final char REPLACEMENT = '\uFFFD';

    private static final long FIRST_SECOND = -62_135_596_800L;
    private static final long LAST_SECOND = 253_402_300_799L;
    private static final int NANOS_A_SECOND = 1_000_000_000;

    private Fields() {}

    static UUID id(String field, String value) {
        try {
            var id = UUID.fromString(value);
            if (id.toString().equalsIgnoreCase(value)) {
                return id;
            }
        } catch (IllegalArgumentException notAnId) {
            // told below, like an id in a short form
        }
        throw new RefusedRecordException(field + " is not a UUID");
    }

    /** Postgres stores no NUL; a model may say it. It becomes U+FFFD. */
    static String text(String value) {
        return value.replace(NUL, REPLACEMENT);
    }

    static String required(String field, String value) {
        if (value.isBlank()) {
            throw new RefusedRecordException(field + " is empty");
        }
        return text(value);
    }

    static int notNegative(String field, int value) {
        return (int) notNegative(field, (long) value);
    }

    static long notNegative(String field, long value) {
        if (value < 0) {
            throw new RefusedRecordException(field + " is negative: " + value);
        }
        return value;
    }

    static int positive(String field, int value) {
        if (value < 1) {
            throw new RefusedRecordException(field + " must be at least 1, is " + value);
        }
        return value;
    }

    static OffsetDateTime time(String field, boolean present, Timestamp value) {
        if (!present || !isValid(value)) {
            throw new RefusedRecordException(field + " is not a time");
        }
        return Instant.ofEpochSecond(value.getSeconds(), value.getNanos()).atOffset(ZoneOffset.UTC);
    }

    /** As the protobuf definition bounds it: years 1 to 9999. */
    private static boolean isValid(Timestamp value) {
        return value.getSeconds() >= FIRST_SECOND
                && value.getSeconds() <= LAST_SECOND
                && value.getNanos() >= 0
                && value.getNanos() < NANOS_A_SECOND;
    }

    static short dimension(Dimension dimension) {
        if (!Dimensions.ALL.contains(dimension)) {
            throw new RefusedRecordException("dimension is not known, expected one of " + Dimensions.allowedNames());
        }
        return (short) dimension.getNumber();
    }

    /** {@code OUTCOME_FILTERED_INPUT} becomes {@code filtered_input}. */
    static String lowerName(String constant, String prefix) {
        return (constant.startsWith(prefix) ? constant.substring(prefix.length()) : constant).toLowerCase(Locale.ROOT);
    }
}
