package io.flames.generation.client;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads {@code retry-after-ms} and {@code retry-after} (seconds or an HTTP date, RFC 9110 section 10.2.3). */
final class RetryAfter {
    private RetryAfter() {}

    /** @return how long to wait, never negative; null when the endpoint did not say, or not in a form we know */
    static @Nullable Duration of(HttpReply reply, Clock clock) {
        var millis = number(reply.header("retry-after-ms"));
        if (millis != null) {
            return Duration.ofMillis(Math.round(Math.ceil(millis)));
        }
        var header = reply.header("retry-after");
        var seconds = number(header);
        if (seconds != null) {
            return Duration.ofMillis(Math.round(seconds * 1000));
        }
        return header == null ? null : untilDate(header, clock);
    }

    private static @Nullable Double number(@Nullable String text) {
        if (text == null || !text.strip().matches("\\d{1,9}(\\.\\d{1,9})?")) {
            return null;
        }
        return Double.valueOf(text.strip());
    }

    private static @Nullable Duration untilDate(String header, Clock clock) {
        try {
            var date = ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            var wait = Duration.between(clock.instant(), date);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
