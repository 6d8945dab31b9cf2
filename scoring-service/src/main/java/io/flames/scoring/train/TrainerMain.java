package io.flames.scoring.train;

import io.flames.scoring.dataset.DataSetFolder;
import io.flames.scoring.dataset.DataSetFolder.Frozen;
import io.flames.scoring.dataset.Freezing;
import io.flames.scoring.dataset.Leakage;
import io.flames.scoring.dataset.Manifest;
import io.flames.scoring.dataset.Placed;
import io.flames.scoring.dataset.SplitRule;
import io.flames.scoring.train.full.FullMode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Trains a scorer on a data set, in one of several {@linkplain TrainingMode modes}.
 *
 * <p>Exit codes: 0 trained, 1 the data does not allow it or something failed, 2 usage.
 */
public final class TrainerMain {
    /** A new mode is added here. */
    private static final List<TrainingMode> MODES = List.of(new HeadsMode(), new FullMode());

    private static final double VALIDATION_SHARE = 0.1;
    private static final double TEST_SHARE = 0.2;

    private TrainerMain() {}

    public static void main(String[] args) {
        // Else the service's log manager, which is on this class path, complains as soon as the JDK looks for a logger.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.exit(run(args, System.out, System.err));
    }

    /** @return the exit code */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        if (List.of(args).contains("--help")) {
            out.println(TrainerOptions.usage(MODES));
            return 0;
        }
        TrainerOptions options;
        TrainingMode mode;
        try {
            options = TrainerOptions.parse(args);
            mode = mode(options.mode());
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(TrainerOptions.usage(MODES));
            return 2;
        }
        try {
            train(options, mode, out);
            return 0;
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException | IOException e) {
            err.println("training failed: " + e.getMessage());
            return 1;
        }
    }

    private static TrainingMode mode(String id) {
        return MODES.stream()
                .filter(mode -> mode.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--mode is \"" + id + "\", expected one of "
                        + MODES.stream().map(TrainingMode::id).collect(Collectors.joining(", "))));
    }

    private static void train(TrainerOptions options, TrainingMode mode, PrintStream out) throws IOException {
        var frozen = data(options);
        var job = new TrainingJob(
                frozen.data(),
                frozen.manifest(),
                options.out(),
                options.cache(),
                options.name(),
                options.version(),
                options.seed(),
                options.codeVersion().orElseGet(CodeVersion::ofHere),
                options.settings(),
                out);
        TrainingProgress shown = options.progressLines() ? new ProgressLines(out) : new ProgressText(out);
        if (options.report().isPresent()) {
            TrainingReport.to(options.report().get(), job, mode).during(shown, progress -> mode.train(job, progress));
        } else {
            mode.train(job, shown);
        }
        out.println("written to " + options.out());
    }

    private static Frozen data(TrainerOptions options) {
        return DataSetFolder.is(options.data())
                ? DataSetFolder.read(options.data())
                : freeze(options.data(), options.seed());
    }

    /** As {@code flames dataset freeze} does with its defaults. */
    private static Frozen freeze(Path path, long seed) {
        var items = new ArrayList<Placed>();
        var sources = new ArrayList<Manifest.Source>();
        DataSetFolder.readLines(path, "authored", false).forEach((file, lines) -> {
            items.addAll(lines);
            sources.add(new Manifest.Source(String.valueOf(file.getFileName()), lines.size()));
        });
        var rule = new SplitRule.ByPrompt(VALIDATION_SHARE, TEST_SHARE, seed);
        return new Freezing(rule, Leakage.THRESHOLD, Map.of(), List.of(), false).freeze(items, sources, 0);
    }
}
