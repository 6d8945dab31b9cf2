package io.flames.scoring.scorer;

import java.util.List;
import java.util.OptionalDouble;

/** What a scorer says about one response: a score, or that it gives none. */
public sealed interface Verdict {
    /**
     * A score with the probability of each class.
     *
     * @param score 3, 2 or 1
     * @param probabilities highest score first; they sum to 1
     * @param tokens tokens that the scorer read, over all its passes; 0 where it does not know
     * @param truncated the response was longer than the scorer reads: its head and tail were read
     * @param inferenceNanos model time of this item in nanoseconds, over all its passes, without queueing; of a batch its
     *     share
     * @param disagreement from 0 to 1, among several opinions; empty where there is one
     */
    record Scored(
            int score,
            List<ClassProbability> probabilities,
            int tokens,
            boolean truncated,
            long inferenceNanos,
            OptionalDouble disagreement)
            implements Verdict {
        public Scored {
            probabilities = List.copyOf(probabilities);
        }

        /** One opinion. */
        public Scored(
                int score, List<ClassProbability> probabilities, int tokens, boolean truncated, long inferenceNanos) {
            this(score, probabilities, tokens, truncated, inferenceNanos, OptionalDouble.empty());
        }
    }

    /**
     * No usable verdict; counted and shown, never turned into a score.
     *
     * @param detail for people; never prompt or response text
     */
    record Unscorable(Reason reason, String detail) implements Verdict {}

    /**
     * @param probability from 0 to 1
     * @param logit before the temperature; empty where the scorer has none
     */
    record ClassProbability(int score, double probability, OptionalDouble logit) {
        public ClassProbability(int score, double probability) {
            this(score, probability, OptionalDouble.empty());
        }
    }

    /** Why there is no score. */
    enum Reason {
        /** The response is blank. */
        BLANK,
        /** The prompt alone fills the scorer's input. */
        TOO_LONG,
        /** The scorer's output was not a verdict, such as a number that is not finite. */
        NO_VERDICT,
        /** A judge's answer was no verdict after one attempt at repair. */
        UNPARSEABLE,
        /** A judge's votes have no majority. */
        NO_MAJORITY,
        /** The judge's own filter refused to read the prompt or the response. */
        JUDGE_FILTERED,
        /** A member of an ensemble gave no verdict. */
        MEMBER_UNSCORABLE
    }
}
