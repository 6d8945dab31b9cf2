package io.flames.scoring.scorer;

import java.util.List;

/**
 * A judge of responses. Implementations are safe for use by several threads.
 *
 * <p>The work is split in two, so that what waits in a queue is small: {@link #prepare} is cheap (microseconds) and lets
 * go of the text where it can, {@link #score} is the slow part and runs on a worker of the scorer's lane.
 */
public interface Scorer extends AutoCloseable {
    ScorerIdentity identity();

    /** {@code onnx}, {@code kserve}, {@code judge} or {@code ensemble}. */
    String kind();

    /** Never throws for what the input says: an input that cannot be judged is {@linkplain Prepared#decided decided}. */
    Prepared prepare(ScoringInput input);

    /**
     * Judges a batch; blocks for as long as that takes. No verdict depends on its batch-mates.
     *
     * @param batch of this scorer's own {@link #prepare}, none of them decided, as many as its lane was told at most
     * @return a verdict an input, in the batch's order
     * @throws ScorerUnavailableException when the scorer cannot judge now and may later; its own tries are over by then
     * @throws InterruptedException when the worker has to stop
     */
    List<Verdict> score(List<Prepared> batch) throws InterruptedException;

    /** Prepares and scores one input on the caller's thread. */
    default Verdict score(ScoringInput input) throws InterruptedException {
        Prepared prepared = prepare(input);
        var decided = prepared.decided();
        return decided.isPresent() ? decided.get() : score(List.of(prepared)).get(0);
    }

    @Override
    void close();
}
