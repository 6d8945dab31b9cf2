package io.flames.scoring.scorer;

/**
 * A judge of responses. Implementations are safe for use by several threads.
 *
 * <p>The work is split in two, so that what waits in a queue is small: {@link #prepare} is cheap (microseconds) and lets
 * go of the text where it can, {@link Prepared#score} is the slow part and runs on a worker.
 */
public interface Scorer extends AutoCloseable {
    ScorerIdentity identity();

    /** {@code onnx}, {@code kserve}, {@code judge} or {@code ensemble}. */
    String kind();

    Prepared prepare(ScoringInput input);

    /** Prepares and scores in one call, on the caller's thread. */
    default Verdict score(ScoringInput input) {
        return prepare(input).score();
    }

    @Override
    void close();

    /** An input that is ready for its scorer. */
    interface Prepared {
        /** Blocks for the time of one inference; never throws for what the input says. */
        Verdict score();

        /** Memory that it holds while it waits, in bytes, roughly. */
        long bytes();
    }
}
