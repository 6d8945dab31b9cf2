package io.flames.annotation.label;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the third gets to read: also what the two said, without names and in an order that says nothing.
 *
 * @param opinions two
 */
public record AdjudicationTask(Task task, List<Opinion> opinions) {

    /**
     * @param score null where they could not judge
     * @param cannotJudge why not; null where there is a score
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Opinion(@Nullable Integer score, @Nullable String cannotJudge, String comment, List<Span> spans) {}
}
