package io.flames.report.figures;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flames.contracts.Dimensions;
import io.flames.report.ReportConfig;
import io.flames.report.stats.Bootstrap;
import io.flames.report.stats.Cluster;
import io.flames.report.stats.PairedChange;
import io.flames.report.stats.PairedCluster;
import io.flames.report.store.ReleaseStore;
import io.flames.report.store.ScorerStore;
import io.flames.report.store.TallyStore;
import io.flames.report.store.Views.Counts;
import io.flames.report.store.Views.PairOfPrompts;
import io.flames.report.store.Views.Run;
import io.flames.report.store.Views.TallyOfPrompts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Figures of runs, computed once for each change of a run. The change number is read before the data, so that figures
 * may be newer than their number, never older: the next change computes them again. Callers wait on worker threads;
 * those who ask for the same figures at once wait for one computation.
 */
@ApplicationScoped
public class Figures {
    private final TallyStore tallies;
    private final ReleaseStore releases;
    private final ScorerStore scorers;
    private final Bootstrap bootstrap;
    private final int resamples;
    private final Cache<Key, Counts> counts;
    private final Cache<Key, RunFigures> figures;
    private final Cache<Pair, Changes> changes;
    private final Cache<UUID, Map<Integer, Long>> prompts;
    private final Cache<Rejudged, Optional<PairedChange>> rejudged;

    Figures(TallyStore tallies, ReleaseStore releases, ScorerStore scorers, ReportConfig config) {
        this.tallies = tallies;
        this.releases = releases;
        this.scorers = scorers;
        this.rejudged = Caffeine.newBuilder().maximumSize(config.cachedRuns()).build();
        this.resamples = config.bootstrapResamples();
        this.bootstrap = new Bootstrap(resamples);
        this.counts = Caffeine.newBuilder().maximumSize(config.cachedRuns()).build();
        this.figures = Caffeine.newBuilder().maximumSize(config.cachedRuns()).build();
        this.prompts = Caffeine.newBuilder().maximumSize(config.cachedRuns()).build();
        this.changes = Caffeine.newBuilder().maximumSize(config.cachedRuns()).build();
    }

    public Counts counts(Run run, UUID scorer) {
        return counts.get(new Key(run.id(), scorer, run.changes(), ""), key -> tallies.counts(run.id(), scorer));
    }

    public RunState state(Run run, UUID scorer) {
        return RunState.of(run, counts(run, scorer));
    }

    public RunReport report(Run run, UUID scorer) {
        var counted = counts(run, scorer);
        var prompts = prompts(run.releaseId());
        var key = new Key(run.id(), scorer, run.changes(), prompts.toString());
        return new RunReport(
                run, counted, RunState.of(run, counted), figures.get(key, ignored -> compute(run, scorer, prompts)));
    }

    /** A release never changes: once all its prompts are here, they are kept. */
    private Map<Integer, Long> prompts(UUID releaseId) {
        var known = prompts.getIfPresent(releaseId);
        if (known != null) {
            return known;
        }
        var found = releases.promptsByDimension(releaseId);
        if (!found.isEmpty()) {
            prompts.put(releaseId, found);
        }
        return found;
    }

    /** The change from one run to another on the prompts that both have scored. */
    public Changes change(Run before, Run after, UUID scorer) {
        var key = new Pair(before.id(), before.changes(), after.id(), after.changes(), scorer);
        return changes.get(key, ignored -> compare(before, after, scorer));
    }

    /** The change from one scorer version to another on the run's responses that both have scored, over all dimensions. */
    public Optional<PairedChange> change(Run run, UUID before, UUID after) {
        var key = new Rejudged(run.id(), run.changes(), before, after);
        return rejudged.get(
                key, ignored -> PairedChange.overall(strata(scorers.pairs(run.id(), before, after)), resamples));
    }

    private RunFigures compute(Run run, UUID scorer, Map<Integer, Long> prompts) {
        var rows = tallies.ofPrompts(run.id(), scorer);
        return RunFigures.of(
                dimensions()
                        .mapToObj(dimension ->
                                tally(dimension, prompts.getOrDefault(dimension, 0L) * run.samples(), rows))
                        .toList(),
                bootstrap);
    }

    private static DimensionTally tally(int dimension, long expected, List<TallyOfPrompts> rows) {
        var own = rows.stream().filter(row -> row.dimension() == dimension).toList();
        return new DimensionTally(
                dimension,
                expected,
                own.stream().mapToLong(TallyOfPrompts::collected).sum(),
                own.stream().map(row -> new Cluster(row.tally(), row.prompts())).toList());
    }

    private Changes compare(Run before, Run after, UUID scorer) {
        var pairs = tallies.pairs(before.id(), after.id(), scorer);
        var strata = strata(pairs);
        return new Changes(
                PairedChange.overall(strata, resamples),
                strata.stream()
                        .map(stratum -> PairedChange.of(stratum, resamples))
                        .toList());
    }

    private static List<List<PairedCluster>> strata(List<PairOfPrompts> pairs) {
        return dimensions().mapToObj(dimension -> of(dimension, pairs)).toList();
    }

    private static List<PairedCluster> of(int dimension, List<PairOfPrompts> pairs) {
        return pairs.stream()
                .filter(pair -> pair.dimension() == dimension)
                .map(PairOfPrompts::pair)
                .toList();
    }

    private static IntStream dimensions() {
        return IntStream.rangeClosed(1, Dimensions.ALL.size());
    }

    /**
     * @param overall empty when a dimension has no prompt that both have scored
     * @param dimensions all five, in order
     */
    public record Changes(Optional<PairedChange> overall, List<Optional<PairedChange>> dimensions) {}

    private record Key(UUID run, UUID scorer, long changes, String prompts) {}

    private record Rejudged(UUID run, long changes, UUID before, UUID after) {}

    private record Pair(UUID before, long beforeChanges, UUID after, long afterChanges, UUID scorer) {}
}
