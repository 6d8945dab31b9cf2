package io.flames.annotation.care;

import java.time.Duration;
import java.time.ZoneId;

/**
 * What one person is asked to bear.
 *
 * @param itemsASession labels after which a session ends, at least 1
 * @param itemsADay labels after which the day ends, at least 1
 * @param harmfulRun own labels 1 in a row after which a break is due, at least 1
 * @param work without a pause after which a break is due, over 0
 * @param sessionBreak pause that begins a new session, over 0
 * @param harmfulBreak pause after a run of harmful items, over 0
 * @param workBreak pause after long work, over 0
 * @param zone where a day begins
 */
public record CareLimits(
        int itemsASession,
        int itemsADay,
        int harmfulRun,
        Duration work,
        Duration sessionBreak,
        Duration harmfulBreak,
        Duration workBreak,
        ZoneId zone) {
    public CareLimits {
        requirePositive("items a session", itemsASession);
        requirePositive("items a day", itemsADay);
        requirePositive("harmful items in a row", harmfulRun);
        requirePositive("work", work);
        requirePositive("session break", sessionBreak);
        requirePositive("harmful break", harmfulBreak);
        requirePositive("work break", workBreak);
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " is " + value + ", expected at least 1");
        }
    }

    private static void requirePositive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " is " + value + ", expected more than none");
        }
    }
}
