package io.flames.annotation.exchange;

import io.flames.annotation.label.Judgement;
import io.flames.annotation.label.Span;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One annotator's label of a task.
 *
 * @param rater the annotator's name in the other tool, or pseudonym in this one; not blank
 * @param comment may be empty
 * @param at when; empty where the tool does not tell
 */
public record TaskLabel(String rater, Judgement judgement, String comment, List<Span> spans, Optional<Instant> at) {
    public TaskLabel {
        spans = List.copyOf(spans);
        if (rater.isBlank()) {
            throw new IllegalArgumentException("a label has a rater");
        }
    }
}
