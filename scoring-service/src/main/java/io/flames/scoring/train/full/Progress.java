package io.flames.scoring.train.full;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a training is.
 *
 * @param phase {@code training}, {@code validated} after an epoch, {@code stopped} early, {@code done}
 * @param epoch from 1; 0 before the first step
 * @param step steps done, of all epochs
 * @param steps of all epochs, if none stops it early
 * @param items trained on in this epoch
 * @param itemsAnEpoch in all
 * @param loss mean of the epoch's steps so far, weighted by class
 * @param validationLoss of the last validation; null before the first
 * @param validationAccuracy likewise, share of texts with the authored score
 * @param bestAccuracy of the best validation so far
 * @param itemsPerSecond of this process, lately
 * @param remainingSeconds to the last step, if none stops it early; 0 until a speed is known
 */
@JsonPropertyOrder({"at", "phase", "epoch", "epochs", "step", "steps"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Progress(
        Instant at,
        String phase,
        int epoch,
        int epochs,
        long step,
        long steps,
        int items,
        int itemsAnEpoch,
        double loss,
        @Nullable Double validationLoss,
        @Nullable Double validationAccuracy,
        @Nullable Double bestAccuracy,
        double itemsPerSecond,
        double remainingSeconds) {
    public static final String TRAINING = "training";
    public static final String VALIDATED = "validated";
    public static final String STOPPED = "stopped";
    public static final String DONE = "done";
    private static final List<String> PHASES = List.of(TRAINING, VALIDATED, STOPPED, DONE);

    /** Whether it is one that a training can tell: files are read that people may have changed, or another version wrote. */
    boolean consistent() {
        return phase != null && PHASES.contains(phase) && 0 <= epoch && epoch <= epochs && 0 <= step && step <= steps;
    }

    /** Nothing more will come. */
    public boolean ended() {
        return phase.equals(STOPPED) || phase.equals(DONE);
    }
}
