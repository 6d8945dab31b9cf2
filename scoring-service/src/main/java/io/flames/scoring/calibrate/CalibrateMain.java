package io.flames.scoring.calibrate;

import io.flames.scoring.lane.CostProfile.Cost;
import io.flames.scoring.onnx.MachineProfile;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Measures this machine for the onnx scorer and writes the profile that {@code onnx.profile} reads.
 *
 * <p>Exit codes: 0 done, 1 something failed, 2 usage.
 */
public final class CalibrateMain {
    private CalibrateMain() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err, System.console() != null));
    }

    /**
     * @param terminal whether lines may be written over
     * @return the exit code
     */
    static int run(String[] args, PrintStream out, PrintStream err, boolean terminal) {
        CalibrateOptions options;
        try {
            options = CalibrateOptions.parse(args);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(CalibrateOptions.USAGE);
            return 2;
        }
        if (options.help()) {
            out.println(CalibrateOptions.USAGE);
            return 0;
        }
        try {
            var profile = new Calibration(options, new Progress(err, terminal)).run();
            profile.write(options.out());
            out.print(report(profile));
            out.println("written to " + options.out());
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            err.println("calibration failed: " + e.getMessage());
            return 1;
        }
    }

    private static String report(MachineProfile profile) {
        var text = new StringBuilder();
        line(
                text,
                "%s, %d processors, %s, ONNX Runtime %s, encoder in %s",
                profile.processor(),
                profile.processors(),
                profile.platform(),
                profile.runtime(),
                profile.variant());
        line(text, "");
        settings(text, profile);
        line(text, "");
        batches(text, profile);
        line(text, "");
        grid(text, profile.grid());
        line(text, "");
        choice(text, profile);
        return text.toString();
    }

    private static void settings(StringBuilder text, MachineProfile profile) {
        line(text, "sessions x threads   items/s (lowest to highest)   each input alone");
        profile.settings()
                .forEach(setting -> line(
                        text,
                        "%8d x %d %16.1f (%.1f to %.1f)",
                        setting.sessions(),
                        setting.threads(),
                        setting.itemsPerSecond(),
                        setting.lowest(),
                        setting.highest()));
    }

    private static void batches(StringBuilder text, MachineProfile profile) {
        line(
                text,
                "batch   items/s (lowest to highest)   mixed lengths, padded, at %d x %d",
                profile.sessions(),
                profile.threads());
        profile.batches()
                .forEach(size -> line(
                        text,
                        "%5d %9.1f (%.1f to %.1f)",
                        size.batch(),
                        size.itemsPerSecond(),
                        size.lowest(),
                        size.highest()));
    }

    private static void choice(StringBuilder text, MachineProfile profile) {
        line(
                text,
                "chosen: %d sessions x %d threads, %d inferences at a time, %s",
                profile.sessions(),
                profile.threads(),
                profile.workers(),
                profile.largestBatch() == 1
                        ? "each input alone"
                        : "batches of up to " + profile.largestBatch() + " inputs and " + profile.tokenBudget()
                                + " tokens");
        if (profile.variant().equals("int8")) {
            line(
                    text,
                    "int8 inputs are always scored alone, whatever the figures say: a batch-mate changes the numbers");
        }
    }

    private static void grid(StringBuilder text, List<Cost> grid) {
        var sizes = grid.stream().map(Cost::batch).distinct().toList();
        line(
                text,
                "milliseconds an input, by tokens and batch%n tokens %s",
                sizes.stream().map(size -> "%8d".formatted(size)).collect(Collectors.joining()));
        grid.stream()
                .map(Cost::tokens)
                .distinct()
                .forEach(tokens -> line(
                        text,
                        "%7d %s",
                        tokens,
                        grid.stream()
                                .filter(cost -> cost.tokens() == tokens)
                                .map(cost -> String.format(Locale.ROOT, "%8.2f", cost.micros() / cost.batch() / 1000))
                                .collect(Collectors.joining())));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
