package io.flames.annotation.exchange;

import io.flames.annotation.label.Judgement;
import io.flames.annotation.label.Span;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One thing that somebody did with an item. Entries are only ever added.
 *
 * @param by the annotator's pseudonym; not blank
 * @param judgement of a label; empty for what is none
 * @param comment may be empty
 * @param guidelineVersion that was shown; empty for what is no label
 */
public record HistoryEntry(
        Instant at,
        String by,
        Action action,
        Optional<Judgement> judgement,
        String comment,
        List<Span> spans,
        OptionalInt guidelineVersion) {
    /** What was done. */
    public enum Action {
        /** A first blind label. */
        LABELLED(true),
        /** An own blind label, given anew. */
        REVISED(true),
        /** The item was passed on. */
        SKIPPED(false),
        /** The third one's label, with both blind ones in sight. */
        DECIDED(true),
        /** Labelled elsewhere and imported. */
        IMPORTED(true);

        private final boolean label;

        Action(boolean label) {
            this.label = label;
        }

        /** Whether it has a judgement. */
        public boolean isLabel() {
            return label;
        }
    }

    public HistoryEntry {
        spans = List.copyOf(spans);
        if (by.isBlank()) {
            throw new IllegalArgumentException("an entry names who did it");
        }
        if (action.isLabel() != judgement.isPresent() || action.isLabel() != guidelineVersion.isPresent()) {
            throw new IllegalArgumentException(
                    "a label has a judgement and a guideline version, and nothing else has: " + action);
        }
    }
}
