package io.flames.scoring.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a training at one time. A newer one replaces an older one as a whole, so that any may get lost.
 *
 * @param sequence grows from snapshot to snapshot, over a resumed training's processes too
 * @param name the scorer's
 * @param version the scorer's, from 1, as its model card will have it
 * @param mode such as {@code heads}
 * @param dataDigest SHA-256 of the data set, 64 lower-case hex digits
 * @param host where it runs; may be empty
 * @param startedAt of this process
 * @param reason why it failed; otherwise empty
 * @param epoch from 1, 0 before the first; in the mode {@code heads} a fit with one regularisation
 * @param epochs at most
 * @param step done of the phase's steps; while it trains, of all epochs
 * @param loss mean over the epoch so far
 * @param itemsPerSecond lately
 * @param remainingSeconds to the last step, if nothing stops it early
 * @param validations by epoch
 * @param curve of the training loss, thinned out
 * @param headsDigest SHA-256 of the {@code heads.json} that was written, by which the registry knows the scorer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Snapshot(
        long sequence,
        String name,
        int version,
        String mode,
        String dataDigest,
        String host,
        Instant startedAt,
        Phase phase,
        String reason,
        int epoch,
        int epochs,
        long step,
        long steps,
        @Nullable Double loss,
        @Nullable Double itemsPerSecond,
        @Nullable Double remainingSeconds,
        List<Validation> validations,
        List<CurvePoint> curve,
        @Nullable String headsDigest) {

    /** Entries of a list, at most. */
    public static final int MOST_POINTS = 200;

    /** @throws IllegalArgumentException when figures contradict each other */
    public Snapshot {
        require(epoch <= epochs, "epoch", "expected at most epochs, which is " + epochs);
        require(step <= steps, "step", "expected at most steps, which is " + steps);
        validations = List.copyOf(validations);
        curve = List.copyOf(curve);
        requireRising(validations.stream().map(at -> (double) at.epoch()).toList(), "validations");
        requireRising(curve.stream().map(CurvePoint::epoch).toList(), "curve");
    }

    /**
     * The validation after an epoch.
     *
     * @param epoch 0: before the first
     * @param trainingLoss mean of the epoch's steps
     * @param accuracy share of texts with the labelled score
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Validation(int epoch, @Nullable Double trainingLoss, @Nullable Double loss, double accuracy) {}

    /** @param epoch how many were done by then, such as 1.25 */
    public record CurvePoint(double epoch, double loss) {}

    /** Share of the phase's steps that are done; 0 where it is not known how many there are. */
    public double share() {
        return steps == 0 ? 0 : (double) step / steps;
    }

    public Optional<Validation> lastValidation() {
        return validations.isEmpty() ? Optional.empty() : Optional.of(validations.get(validations.size() - 1));
    }

    /** Most accurate; of equals the one with less loss, then the earliest: as a training chooses. */
    public Optional<Validation> bestValidation() {
        return validations.stream()
                .min(Comparator.comparingDouble(Validation::accuracy)
                        .reversed()
                        .thenComparingDouble(at -> at.loss() == null ? Double.MAX_VALUE : at.loss())
                        .thenComparingInt(Validation::epoch));
    }

    /** {@code onnx-heads@3 (full)}. */
    public String label() {
        return name + "@" + version + " (" + mode + ")";
    }

    public Snapshot withSequence(long other) {
        return new Snapshot(
                other,
                name,
                version,
                mode,
                dataDigest,
                host,
                startedAt,
                phase,
                reason,
                epoch,
                epochs,
                step,
                steps,
                loss,
                itemsPerSecond,
                remainingSeconds,
                validations,
                curve,
                headsDigest);
    }

    private static void requireRising(List<Double> epochs, String field) {
        require(epochs.size() <= MOST_POINTS, field, "expected at most " + MOST_POINTS + " entries");
        for (int i = 1; i < epochs.size(); i++) {
            require(
                    epochs.get(i) > epochs.get(i - 1),
                    field + "[" + i + "].epoch",
                    "expected more than the one before");
        }
    }

    private static void require(boolean holds, String field, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(field + ": " + allowed);
        }
    }
}
