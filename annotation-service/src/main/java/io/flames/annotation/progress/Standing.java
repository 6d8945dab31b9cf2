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
 * @param gold oldest first. To leads by week, to oneself by closed block of a day that is over: figures that move with each
 *     label would tell which item was a gold one
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
        List<GoldFigures> gold) {

    /**
     * How accurate they were; the first label of each item counts, not a revision.
     *
     * @param from first day
     * @param to last day
     * @param labelled gold items that they gave a score to
     * @param correct of these, the ones with the known score
     */
    public record GoldFigures(LocalDate from, LocalDate to, long labelled, long correct) {}
}
