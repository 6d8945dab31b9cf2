package io.flames.annotation.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has done.
 *
 * @param login null where another looks
 * @param pauseUntil first instant at which there is another item; null while they may go on
 * @param leftInSession labels until the session ends; null in a pause
 * @param leftToday labels until the day ends; null in a pause
 * @param gold by week, oldest first; weeks without gold items are left out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Standing(
        UUID annotator,
        @Nullable String login,
        List<String> roles,
        List<String> optedOut,
        long labels,
        long cannotJudge,
        long adjudications,
        long skipped,
        @Nullable Instant pauseUntil,
        @Nullable String pauseReason,
        @Nullable Integer leftInSession,
        @Nullable Integer leftToday,
        List<GoldWeek> gold) {

    /**
     * @param monday first day of the week
     * @param labelled gold items that they gave a score to
     * @param correct of these, the ones with the known score
     */
    public record GoldWeek(LocalDate monday, long labelled, long correct) {}
}
