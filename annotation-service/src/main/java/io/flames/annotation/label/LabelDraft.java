package io.flames.annotation.label;

import java.util.List;
import java.util.Optional;

/** A label that is well formed in itself. Made by {@link LabelRules}. */
public record LabelDraft(Judgement judgement, String comment, List<Span> spans) {
    public LabelDraft {
        spans = List.copyOf(spans);
    }

    /** Empty where the annotator could not judge. */
    public Optional<Integer> score() {
        return judgement instanceof Judgement.Scored scored ? Optional.of(scored.value()) : Optional.empty();
    }

    /** Why not; empty where there is a score. */
    public Optional<String> reason() {
        return judgement instanceof Judgement.CannotJudge cannot ? Optional.of(cannot.reason()) : Optional.empty();
    }
}
