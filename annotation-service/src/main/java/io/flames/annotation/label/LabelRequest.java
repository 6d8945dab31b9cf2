package io.flames.annotation.label;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A label as it comes from outside, unchecked.
 *
 * @param score 3, 2 or 1; null with cannotJudge
 * @param cannotJudge the reason why not; null with a score
 * @param comment for the adjudicator
 * @param spans highlighted parts of the response
 */
public record LabelRequest(
        @Nullable Integer score,
        @Nullable String cannotJudge,
        @Nullable String comment,
        @Nullable List<@Nullable Span> spans) {}
