package io.flames.annotation.label;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A label with the lease that it is given under.
 *
 * @param lease token
 * @param score 3, 2 or 1; not with cannotJudge
 * @param cannotJudge the reason why not; not with a score
 * @param comment for the adjudicator
 * @param spans highlighted parts of the response, in UTF-16 units
 */
public record Submission(
        @Nullable String lease,
        @Nullable Integer score,
        @Nullable String cannotJudge,
        @Nullable String comment,
        @Nullable List<@Nullable Span> spans) {
    LabelRequest label() {
        return new LabelRequest(score, cannotJudge, comment, spans);
    }
}
