package io.flames.report.leaderboard;

import io.flames.report.figures.Figures;
import io.flames.report.figures.RunReport;
import io.flames.report.figures.RunState;
import io.flames.report.leaderboard.Leaderboard.Change;
import io.flames.report.leaderboard.Leaderboard.ReleaseView;
import io.flames.report.leaderboard.Leaderboard.Row;
import io.flames.report.leaderboard.Leaderboard.ScorerView;
import io.flames.report.store.RunStore;
import io.flames.report.store.Views.Release;
import io.flames.report.store.Views.Run;
import io.flames.report.store.Views.Scorer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts a leaderboard together: one row a target version, its newest run on the release. Waits for the database. */
@ApplicationScoped
public class Leaderboards {
    private final RunStore runStore;
    private final Figures figures;
    private final Lookup lookup;

    Leaderboards(RunStore runStore, Figures figures, Lookup lookup) {
        this.runStore = runStore;
        this.figures = figures;
        this.lookup = lookup;
    }

    /**
     * @param release id, name@number or name; null for the newest release that has a run
     * @param scorer id, name@version or name; null for the scorer that reports use for these runs
     */
    public Leaderboard of(@Nullable String release, @Nullable String scorer) {
        var onRelease = lookup.release(release);
        var runs = onRelease.map(found -> runStore.newestOf(found.id())).orElse(List.of());
        var byScorer = lookup.scorer(scorer, runs);
        return new Leaderboard(
                onRelease.map(Leaderboards::view).orElse(null),
                byScorer.map(Leaderboards::view).orElse(null),
                rows(runs, Lookup.idOf(byScorer)));
    }

    public static ReleaseView view(Release release) {
        return new ReleaseView(release.id(), release.name(), release.digest(), release.promptCount());
    }

    public static ScorerView view(Scorer scorer) {
        var card = ModelCard.of(scorer.modelCard());
        return new ScorerView(
                scorer.id(),
                scorer.name(),
                scorer.version(),
                scorer.digest(),
                scorer.kind(),
                card.heldOutAccuracy(),
                card.low(),
                card.high(),
                card.items());
    }

    private List<Row> rows(List<Run> runs, UUID scorer) {
        return Leaderboard.ranked(
                runs.stream().map(run -> row(run, runs, scorer)).toList());
    }

    private Row row(Run run, List<Run> runs, UUID scorer) {
        var report = figures.report(run, scorer);
        var computed = report.figures();
        return new Row(
                null,
                run.targetName(),
                run.targetVersion(),
                run.targetVersionId(),
                run.model(),
                run.id(),
                run.synthetic(),
                report.state().isPartial(),
                report.state(),
                Math.max(computed.n(), run.expected()),
                computed.scored(),
                Math.max(computed.n(), run.expected()) - computed.scored(),
                computed.overall(),
                computed.undefined(),
                computed.dimensions(),
                change(report, runs, scorer).orElse(null));
    }

    /** Against the highest earlier version with a complete run on the release; only between complete runs. */
    private Optional<Change> change(RunReport report, List<Run> runs, UUID scorer) {
        var run = report.run();
        if (report.state() != RunState.COMPLETE) {
            return Optional.empty();
        }
        return runs.stream()
                .filter(other -> other.targetName().equals(run.targetName())
                        && other.targetVersion() < run.targetVersion()
                        && figures.state(other, scorer) == RunState.COMPLETE)
                .max(Comparator.comparingInt(Run::targetVersion))
                .flatMap(previous -> figures.change(previous, run, scorer)
                        .overall()
                        .map(change -> new Change(
                                previous.targetVersion(),
                                previous.id(),
                                change.difference(),
                                change.interval().low(),
                                change.interval().high(),
                                change.pValue(),
                                change.better(),
                                change.worse())));
    }
}
