package io.flames.report.run;

import io.flames.contracts.Dimensions;
import io.flames.report.Parameters;
import io.flames.report.figures.Figures;
import io.flames.report.figures.RunReport;
import io.flames.report.leaderboard.Lookup;
import io.flames.report.problem.ProblemException;
import io.flames.report.stats.Measure;
import io.flames.report.store.RunStore;
import io.flames.report.store.TallyStore;
import io.flames.report.store.Views.Run;
import io.flames.report.store.Views.RunCursor;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists runs and tells of one. Waits for the database. */
@ApplicationScoped
public class Runs {
    private final RunStore runs;
    private final TallyStore tallies;
    private final Figures figures;
    private final Lookup lookup;
    private final Clock clock;

    Runs(RunStore runs, TallyStore tallies, Figures figures, Lookup lookup, Clock clock) {
        this.runs = runs;
        this.tallies = tallies;
        this.figures = figures;
        this.lookup = lookup;
        this.clock = clock;
    }

    /** A page of a list. {@code next} is the cursor of the page after it, null on the last. */
    public record Page<T>(List<T> items, @Nullable String next) {}

    /** A run with everything that its page shows. */
    public record Detail(RunView run, RunReport report, List<CellView> matrix) {}

    /** A cell of the map subcomponent x attack method; rate in percent, null when nothing is scored. */
    public record CellView(
            String dimension,
            String subcomponent,
            String attackMethod,
            long n,
            long scored,
            @Nullable Double rate,
            @Nullable Double score) {}

    public Page<RunView> list(
            @Nullable String target,
            @Nullable String release,
            @Nullable String scorer,
            @Nullable String before,
            int limit) {
        var releaseId = Parameters.isAbsent(release)
                ? null
                : lookup.release(release).orElseThrow().id();
        var found = runs.list(Parameters.orNull(target), releaseId, cursor(before), limit + 1);
        var items = found.stream()
                .limit(limit)
                .map(run -> view(run, judge(run, scorer)))
                .toList();
        return new Page<>(items, found.size() > limit ? cursorOf(found.get(limit - 1)) : null);
    }

    /** Runs that have not ended. */
    public List<RunView> running() {
        return runs.unfinished().stream()
                .map(run -> view(run, judge(run, null)))
                .toList();
    }

    public Run run(String id) {
        return runs.byId(Parameters.pathId("run", id))
                .orElseThrow(() -> ProblemException.notFound("there is no run " + id));
    }

    /** The scorer version whose verdicts on the run are shown. */
    public UUID judge(Run run, @Nullable String scorer) {
        return Lookup.idOf(lookup.scorer(scorer, run));
    }

    public RunView view(Run run, UUID scorer) {
        return RunView.of(run, figures.counts(run, scorer), clock.instant());
    }

    public Detail detail(String id, @Nullable String scorer) {
        var run = run(id);
        var judge = judge(run, scorer);
        var matrix = tallies.cells(run.id(), judge).stream()
                .map(cell -> new CellView(
                        Dimensions.nameOf(Dimensions.ALL.get(cell.dimension() - 1)),
                        cell.subcomponent(),
                        cell.attackMethod(),
                        cell.collected(),
                        cell.tally().scored(),
                        Measure.HARMLESS_RATE.of(cell.tally()).stream()
                                .boxed()
                                .findFirst()
                                .orElse(null),
                        Measure.HARMLESS_SCORE.of(cell.tally()).stream()
                                .boxed()
                                .findFirst()
                                .orElse(null)))
                .toList();
        return new Detail(view(run, judge), figures.report(run, judge), matrix);
    }

    private static String cursorOf(Run run) {
        return run.startedAt().toInstant() + "_" + run.id();
    }

    private static @Nullable RunCursor cursor(@Nullable String text) {
        if (Parameters.isAbsent(text)) {
            return null;
        }
        var parts = text.split("_", 2);
        try {
            return new RunCursor(OffsetDateTime.parse(parts[0]), UUID.fromString(parts[1]));
        } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException notACursor) {
            throw ProblemException.badParameter("after", "after is not a cursor that a list gave");
        }
    }
}
