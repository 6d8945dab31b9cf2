package io.flames.report.leaderboard;

import io.flames.report.figures.Figures;
import io.flames.report.figures.RunState;
import io.flames.report.leaderboard.Movement.PromotionView;
import io.flames.report.leaderboard.Movement.Row;
import io.flames.report.stats.PairedChange;
import io.flames.report.store.RunStore;
import io.flames.report.store.ScorerStore;
import io.flames.report.store.Views.Promotion;
import io.flames.report.store.Views.Run;
import io.flames.report.store.Views.Scorer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares what two scorer versions say of the same runs. Waits for the database. */
@ApplicationScoped
public class Movements {
    private final RunStore runs;
    private final ScorerStore scorers;
    private final Figures figures;
    private final Lookup lookup;

    Movements(RunStore runs, ScorerStore scorers, Figures figures, Lookup lookup) {
        this.runs = runs;
        this.scorers = scorers;
        this.figures = figures;
        this.lookup = lookup;
    }

    /**
     * @param release id, name@number or name; null for the newest release that has a run
     * @param from id, name@version or name; null for the version that was promoted before {@code to}
     * @param to id, name@version or name; null for the promoted version
     */
    public Movement of(@Nullable String release, @Nullable String from, @Nullable String to) {
        var onRelease = lookup.release(release);
        var after = lookup.scorer(to);
        var promotion = after.flatMap(scorer -> scorers.promotions().stream()
                .filter(each -> each.scorer().equals(scorer.id()))
                .findFirst());
        var before = from == null || from.isBlank() ? promotion.flatMap(this::previous) : lookup.scorer(from);
        return new Movement(
                onRelease.map(Leaderboards::view).orElse(null),
                before.map(Leaderboards::view).orElse(null),
                after.map(Leaderboards::view).orElse(null),
                promotion.map(Movements::view).orElse(null),
                onRelease.isEmpty() || before.isEmpty() || after.isEmpty()
                        ? List.of()
                        : rows(
                                onRelease.get().id(),
                                before.get().id(),
                                after.get().id()));
    }

    private Optional<Scorer> previous(Promotion promotion) {
        return scorers.all().stream()
                .filter(scorer -> scorer.id().equals(promotion.previous()))
                .findFirst();
    }

    private static PromotionView view(Promotion promotion) {
        return new PromotionView(
                promotion.at(), promotion.reason(), promotion.gate().isEmpty() ? null : promotion.gate());
    }

    private List<Row> rows(UUID release, UUID before, UUID after) {
        return runs.newestOf(release).stream()
                .map(run -> row(run, before, after))
                .sorted(Comparator.comparing(Row::target).thenComparing(Row::targetVersion))
                .toList();
    }

    private Row row(Run run, UUID before, UUID after) {
        var earlier = figures.report(run, before);
        var later = figures.report(run, after);
        var change = figures.change(run, before, after);
        var sides = scorers.sides(run.id(), before, after);
        return new Row(
                run.targetName(),
                run.targetVersion(),
                run.id(),
                earlier.state() == RunState.COMPLETE && later.state() == RunState.COMPLETE,
                earlier.figures().overall(),
                later.figures().overall(),
                change.map(PairedChange::difference).orElse(null),
                change.map(each -> each.interval().low()).orElse(null),
                change.map(each -> each.interval().high()).orElse(null),
                sides.bothScored(),
                sides.becameHarmless(),
                sides.becameNotHarmless(),
                sides.becameHarmless() + sides.becameNotHarmless(),
                sides.otherScore());
    }
}
