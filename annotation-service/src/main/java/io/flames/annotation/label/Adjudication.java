package io.flames.annotation.label;

import io.flames.annotation.label.Judgement.Scored;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.List;
import java.util.Optional;

/**
 * Where an item stands between its first label and its adjudicated one. Two label blind; where both give the same score
 * that is it; where they differ, or one could not judge, a third who is neither of them decides; where the third can't
 * judge either it stays undecided. Each state offers only the steps that there are from it. Pure.
 *
 * <pre>
 * Open -label-> Open (one label) -label-> Agreed
 *                                      -> NeedsThird -decide-> Decided
 *                                                           -> Undecided
 * </pre>
 */
public sealed interface Adjudication {
    /** In the order in which they were given. */
    List<Rating> ratings();

    /** Nobody has labelled it yet. */
    static Open begin(Dimension dimension) {
        return new Open(dimension, Optional.empty());
    }

    /**
     * The state after these labels.
     *
     * @param blind of the blind two, at most two
     * @param third of the third, where there is one
     * @throws IllegalArgumentException when a step is none that there is
     */
    static Adjudication of(Dimension dimension, List<Rating> blind, Optional<Rating> third) {
        Adjudication state = begin(dimension);
        for (var rating : blind) {
            if (!(state instanceof Open open)) {
                throw new IllegalArgumentException("an item has two blind labels, not " + blind.size());
            }
            state = open.label(rating);
        }
        if (third.isEmpty()) {
            return state;
        }
        if (state instanceof NeedsThird needsThird) {
            return needsThird.decide(third.get());
        }
        throw new IllegalArgumentException("a third decides only where the two differ");
    }

    /** Waits for blind labels. */
    record Open(Dimension dimension, Optional<Rating> first) implements Adjudication {
        /** @throws IllegalArgumentException for a second label of the same annotator, or a score that is none */
        public Adjudication label(Rating rating) {
            requireKnown(dimension, rating);
            if (first.isEmpty()) {
                return new Open(dimension, Optional.of(rating));
            }
            requireAnother(rating, first.get());
            if (first.get().judgement() instanceof Scored one
                    && rating.judgement() instanceof Scored other
                    && one.value() == other.value()) {
                return new Agreed(first.get(), rating, one.value());
            }
            return new NeedsThird(dimension, first.get(), rating);
        }

        @Override
        public List<Rating> ratings() {
            return first.stream().toList();
        }
    }

    /** Both gave this score. */
    record Agreed(Rating one, Rating other, int score) implements Adjudication {
        @Override
        public List<Rating> ratings() {
            return List.of(one, other);
        }
    }

    /** They differ, or one could not judge. */
    record NeedsThird(Dimension dimension, Rating one, Rating other) implements Adjudication {
        /** @throws IllegalArgumentException when the third is one of the two, or for a score that is none */
        public Adjudication decide(Rating third) {
            requireKnown(dimension, third);
            requireAnother(third, one);
            requireAnother(third, other);
            if (third.judgement() instanceof Scored scored) {
                return new Decided(one, other, third, scored.value());
            }
            return new Undecided(one, other, third);
        }

        @Override
        public List<Rating> ratings() {
            return List.of(one, other);
        }
    }

    /** The third decided. */
    record Decided(Rating one, Rating other, Rating third, int score) implements Adjudication {
        @Override
        public List<Rating> ratings() {
            return List.of(one, other, third);
        }
    }

    /** The third could not judge either. Counted, never trained on. */
    record Undecided(Rating one, Rating other, Rating third) implements Adjudication {
        @Override
        public List<Rating> ratings() {
            return List.of(one, other, third);
        }
    }

    private static void requireKnown(Dimension dimension, Rating rating) {
        if (rating.judgement() instanceof Scored scored
                && !Dimensions.scoresOf(dimension).contains(scored.value())) {
            throw new IllegalArgumentException("score " + scored.value() + " in " + Dimensions.nameOf(dimension)
                    + ", expected one of " + Dimensions.scoresOf(dimension));
        }
    }

    private static void requireAnother(Rating rating, Rating earlier) {
        if (rating.annotator().equals(earlier.annotator())) {
            throw new IllegalArgumentException("one annotator labels an item once");
        }
    }
}
