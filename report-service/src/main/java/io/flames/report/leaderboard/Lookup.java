package io.flames.report.leaderboard;

import io.flames.report.Parameters;
import io.flames.report.figures.Figures;
import io.flames.report.problem.ProblemException;
import io.flames.report.store.ReleaseStore;
import io.flames.report.store.ScorerStore;
import io.flames.report.store.Views.Release;
import io.flames.report.store.Views.Run;
import io.flames.report.store.Views.Scorer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds releases and scorers by what people write: an id, {@code name@number}, or a name for the latest. */
@ApplicationScoped
public class Lookup {
    /** How far back a version is looked for that covers what the promoted one does not yet. */
    private static final int PROMOTIONS = 5;

    private final ReleaseStore releases;
    private final ScorerStore scorers;
    private final Figures figures;

    Lookup(ReleaseStore releases, ScorerStore scorers, Figures figures) {
        this.releases = releases;
        this.scorers = scorers;
        this.figures = figures;
    }

    /** Without a reference: the newest release that has a run, empty when there is none yet. */
    public Optional<Release> release(@Nullable String reference) {
        if (Parameters.isAbsent(reference)) {
            return releases.newestWithRun();
        }
        var named = Reference.of(reference);
        var found = named.id() != null ? releases.byId(named.id()) : releases.byName(named.name(), named.number());
        return Optional.of(found.orElseThrow(() -> ProblemException.notFound("there is no release \""
                + Parameters.shortened(reference) + "\"; a release is an id, name@number, or the name of a set")));
    }

    /** Without a reference: the one that is promoted, empty when no scorer is known yet. */
    public Optional<Scorer> scorer(@Nullable String reference) {
        return scorer(reference, List.of());
    }

    /** As {@link #scorer(String, List)}, of one run. */
    public Optional<Scorer> scorer(@Nullable String reference, Run run) {
        return scorer(reference, List.of(run));
    }

    /**
     * Without a reference: the one that reports use for these runs. That is the promoted version as soon as it has judged
     * all that the versions before it had judged of each of the runs, and until then the one before it.
     */
    public Optional<Scorer> scorer(@Nullable String reference, List<Run> runs) {
        var known = scorers.all();
        if (Parameters.isAbsent(reference)) {
            return standing(known, runs).or(() -> known.stream().findFirst());
        }
        var named = Reference.of(reference);
        var found = known.stream()
                .filter(scorer -> named.id() != null
                        ? scorer.id().equals(named.id())
                        : scorer.name().equals(named.name())
                                && (named.number() == null || scorer.version() == named.number()))
                .max((a, b) -> Integer.compare(a.version(), b.version()));
        return Optional.of(found.orElseThrow(() -> ProblemException.notFound("there is no scorer \""
                + Parameters.shortened(reference) + "\"; a scorer is an id, name@version, or a name")));
    }

    private Optional<Scorer> standing(List<Scorer> known, List<Run> runs) {
        var promoted = known.stream()
                .filter(scorer -> scorer.promotedAt() != null)
                .limit(PROMOTIONS)
                .toList();
        for (int i = 0; i < promoted.size(); i++) {
            var candidate = promoted.get(i);
            var earlier = promoted.subList(i + 1, promoted.size());
            if (runs.stream().allMatch(run -> covers(run, candidate, earlier))) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private boolean covers(Run run, Scorer scorer, List<Scorer> earlier) {
        long waiting = earlier.isEmpty() ? 0 : figures.counts(run, scorer.id()).waiting();
        return waiting == 0
                || earlier.stream()
                        .allMatch(other ->
                                waiting <= figures.counts(run, other.id()).waiting());
    }

    /** What nothing is scored by, as long as no scorer is known. */
    public static UUID idOf(Optional<Scorer> scorer) {
        return scorer.map(Scorer::id).orElse(ScorerStore.NO_SCORER);
    }

    private record Reference(@Nullable UUID id, String name, @Nullable Integer number) {
        static Reference of(String text) {
            try {
                return new Reference(UUID.fromString(text), "", null);
            } catch (IllegalArgumentException notAnId) {
                return named(text);
            }
        }

        private static Reference named(String text) {
            int at = text.lastIndexOf('@');
            var digits = text.substring(at + 1);
            if (at > 0 && digits.matches("[1-9][0-9]{0,8}")) {
                return new Reference(null, text.substring(0, at), Integer.valueOf(digits));
            }
            return new Reference(null, text, null);
        }
    }
}
