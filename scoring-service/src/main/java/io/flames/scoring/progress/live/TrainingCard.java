package io.flames.scoring.progress.live;

import io.flames.scoring.progress.Phase;
import io.flames.scoring.progress.Snapshot;
import io.flames.scoring.progress.Snapshot.Validation;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A training as a page shows it.
 *
 * @param badge class of the state's badge
 * @param live whether news may come
 * @param turn what an epoch of it is
 * @param percent of the phase's steps that are done, from 0 to 100
 * @param silence since it was last heard of
 * @param left to the last step; null while that is not known
 * @param epochs newest first
 */
public record TrainingCard(
        TrainingView view,
        String label,
        Words state,
        String badge,
        boolean live,
        boolean silent,
        Words turn,
        Words turns,
        String percent,
        String steps,
        String epoch,
        String loss,
        String accuracy,
        String best,
        String speed,
        Words silence,
        @Nullable Words left,
        boolean resumed,
        List<EpochRow> epochs,
        Chart lossChart,
        Chart accuracyChart) {
    private static final String NONE = "–";

    /** @param best whether it is the most accurate */
    public record EpochRow(int epoch, String trainingLoss, String loss, String accuracy, boolean best) {}

    static TrainingCard of(TrainingView view) {
        var snapshot = view.snapshot();
        boolean silent = view.state().equals("silent");
        var best = snapshot.bestValidation();
        return new TrainingCard(
                view,
                snapshot.name() + "@" + snapshot.version(),
                silent ? Words.silent() : Words.of(snapshot.phase()),
                badge(snapshot.phase(), silent),
                !snapshot.phase().ended(),
                silent,
                Words.turn(snapshot.mode()),
                Words.turns(snapshot.mode()),
                percent(snapshot),
                String.format(Locale.ROOT, "%,d / %,d", snapshot.step(), snapshot.steps()),
                snapshot.epochs() == 0 ? NONE : snapshot.epoch() + " / " + snapshot.epochs(),
                figure(snapshot.loss()),
                snapshot.lastValidation().map(TrainingCard::accuracy).orElse(NONE),
                best.map(TrainingCard::accuracy).orElse(NONE),
                snapshot.itemsPerSecond() == null
                        ? NONE
                        : String.format(Locale.ROOT, "%.1f", snapshot.itemsPerSecond()),
                Words.of(Duration.ofSeconds(view.silentSeconds())),
                silent || snapshot.phase().ended() || snapshot.remainingSeconds() == null
                        ? null
                        : Words.of(
                                Duration.ofSeconds(snapshot.remainingSeconds().longValue())),
                // The database keeps microseconds.
                view.firstStartedAt().isBefore(snapshot.startedAt().truncatedTo(ChronoUnit.MICROS)),
                rows(snapshot, best),
                Chart.loss(snapshot),
                Chart.accuracy(snapshot));
    }

    private static String badge(Phase phase, boolean silent) {
        if (silent) {
            return "warn";
        }
        return switch (phase) {
            case DONE, STOPPED -> "ok";
            case FAILED -> "bad";
            default -> "running";
        };
    }

    private static String percent(Snapshot snapshot) {
        boolean whole = snapshot.phase() == Phase.DONE || snapshot.phase() == Phase.STOPPED;
        return String.format(Locale.ROOT, "%.0f", whole ? 100 : Math.floor(100 * snapshot.share()));
    }

    private static List<EpochRow> rows(Snapshot snapshot, Optional<Validation> best) {
        var rows = new java.util.ArrayList<EpochRow>();
        for (var validation : snapshot.validations()) {
            rows.add(
                    0,
                    new EpochRow(
                            validation.epoch(),
                            figure(validation.trainingLoss()),
                            figure(validation.loss()),
                            accuracy(validation),
                            best.filter(validation::equals).isPresent()));
        }
        return rows;
    }

    private static String accuracy(Validation validation) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * validation.accuracy());
    }

    private static String figure(@Nullable Double value) {
        return value == null ? NONE : String.format(Locale.ROOT, "%.4f", value);
    }
}
