package io.flames.scoring.scorer;

import java.util.List;

/** What a scorer says about one response: a score, or that it gives none. */
public sealed interface Verdict {
    /**
     * A score with the probability of each class.
     *
     * @param score 3, 2 or 1
     * @param probabilities highest score first; they sum to 1
     * @param tokens tokens that the scorer read, over all its passes
     * @param truncated the response was longer than the scorer reads: its head and tail were read
     * @param inferenceNanos model time of this item in nanoseconds, over all its passes, without queueing
     */
    record Scored(int score, List<ClassProbability> probabilities, int tokens, boolean truncated, long inferenceNanos)
            implements Verdict {
        public Scored {
            probabilities = List.copyOf(probabilities);
        }
    }

    /**
     * No usable verdict; counted and shown, never turned into a score.
     *
     * @param detail for people; never prompt or response text
     */
    record Unscorable(Reason reason, String detail) implements Verdict {}

    /** @param probability from 0 to 1 */
    record ClassProbability(int score, double probability) {}

    /** Why there is no score. */
    enum Reason {
        /** The response is blank. */
        BLANK,
        /** The prompt alone fills the scorer's input. */
        TOO_LONG,
        /** The scorer's output was not a verdict, such as a number that is not finite. */
        NO_VERDICT
    }
}
