package io.flames.scoring.train.full;

import io.flames.scoring.train.Figures;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Locale;

/**
 * Trains the whole encoder with the heads and writes a scorer that kind {@code onnx} serves.
 *
 * <p>Exit codes: 0 done, 1 something failed, 2 usage.
 */
public final class FullMain {
    private final FullOptions options;
    private final PrintStream out;

    private FullMain(FullOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /** @return the exit code */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        FullOptions options;
        try {
            options = FullOptions.parse(args);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(FullOptions.USAGE);
            return 2;
        }
        if (options.help()) {
            out.println(FullOptions.USAGE);
            return 0;
        }
        try {
            new FullMain(options, out).run();
            return 0;
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            err.println("training failed: " + e.getMessage());
            return 1;
        }
    }

    private void run() {
        var data = GradedData.read(options.data(), options.settings().seed());
        out.printf(
                Locale.ROOT,
                "%d texts to train on, %d to validate on, %d held out%n",
                data.training().size(),
                data.validation().size(),
                data.heldOut().size());
        var training = new FullTraining(
                data,
                options.settings(),
                options.where(),
                new ProgressFile(options.where().out()).and(this::epoch),
                Clock.systemUTC());
        var trained = training.run();
        var written = ScorerFolder.write(
                options.where().out(),
                data,
                options.settings(),
                trained,
                new ScorerFolder.About(options.name(), options.version(), CodeVersion.known()));
        tell(written);
    }

    private void epoch(Progress progress) {
        if (progress.phase().equals(Progress.VALIDATED)) {
            out.printf(
                    Locale.ROOT,
                    "epoch %d: loss %.4f, validation loss %.4f, accuracy %.4f%n",
                    progress.epoch(),
                    progress.loss(),
                    progress.validationLoss(),
                    progress.validationAccuracy());
        }
    }

    private void tell(ScorerFolder.Written written) {
        var card = written.card();
        out.println("best epoch: " + card.course().bestEpoch());
        out.println("held-out: " + line(card.heldOut().overall()));
        card.heldOut().byDimension().forEach((name, figures) -> out.println("  " + name + ": " + line(figures)));
        out.printf(
                Locale.ROOT, "written model against trained network: a logit at most %.1e off%n", written.exported());
        out.println("written to " + options.where().out());
        if (!written.uncovered().isEmpty()) {
            out.println("no service will take this scorer: too few golden items for "
                    + String.join(", ", written.uncovered()));
        }
    }

    private static String line(Figures figures) {
        return String.format(
                Locale.ROOT,
                "accuracy %.3f [%.3f, %.3f], 3 against not 3 %.3f, macro F1 %.3f, ECE %.3f, n %d",
                figures.accuracy().share(),
                figures.accuracy().low(),
                figures.accuracy().high(),
                figures.twoClass().share(),
                figures.macroF1(),
                figures.calibrationError(),
                figures.n());
    }
}
