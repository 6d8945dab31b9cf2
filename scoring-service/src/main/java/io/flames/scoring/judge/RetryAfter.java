package io.flames.scoring.judge;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/** Reads {@code retry-after-ms} and {@code retry-after} (seconds or an HTTP date, RFC 9110 section 10.2.3). */
final class RetryAfter {
    private static final String NUMBER = "\\d{1,9}(\\.\\d{1,9})?";

    private RetryAfter() {}

    /**
     * How long to wait, never negative; empty when the endpoint did not say, or not in a form we know.
     *
     * @param headers by lower-case name
     */
    static Optional<Duration> of(Map<String, String> headers, Clock clock) {
        String millis = headers.getOrDefault("retry-after-ms", "").strip();
        if (millis.matches(NUMBER)) {
            return Optional.of(Duration.ofMillis((long) Math.ceil(Double.parseDouble(millis))));
        }
        String header = headers.getOrDefault("retry-after", "").strip();
        if (header.matches(NUMBER)) {
            return Optional.of(Duration.ofMillis((long) Math.ceil(Double.parseDouble(header) * 1000)));
        }
        return header.isEmpty() ? Optional.empty() : untilDate(header, clock);
    }

    private static Optional<Duration> untilDate(String header, Clock clock) {
        try {
            var date = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
            var wait = Duration.between(clock.instant(), date.toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
