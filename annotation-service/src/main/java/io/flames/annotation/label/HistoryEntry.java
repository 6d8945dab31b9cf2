package io.flames.annotation.label;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the history: who labelled what, and when.
 *
 * @param sequence grows with each line
 * @param annotator pseudonym
 * @param role {@code blind}, {@code adjudicator} or {@code gold}; annotators see {@code blind} for gold
 * @param revision from 1; each further one replaced the one before
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistoryEntry(
        long sequence,
        UUID lease,
        UUID item,
        UUID campaign,
        UUID annotator,
        String role,
        int revision,
        String dimension,
        @Nullable Integer score,
        @Nullable String cannotJudge,
        String comment,
        List<Span> spans,
        int guidelineVersion,
        Instant labelledAt) {}
