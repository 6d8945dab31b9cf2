package io.flames.report.leaderboard;

import io.flames.report.Parameters;
import io.flames.report.problem.ProblemException;
import io.flames.report.store.ReportStore;
import io.flames.report.store.Views.Release;
import io.flames.report.store.Views.Scorer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds releases and scorers by what people write: an id, {@code name@number}, or a name for the latest. */
@ApplicationScoped
public class Lookup {
    private final ReportStore store;

    Lookup(ReportStore store) {
        this.store = store;
    }

    /** Without a reference: the newest release that has a run, empty when there is none yet. */
    public Optional<Release> release(@Nullable String reference) {
        if (Parameters.isAbsent(reference)) {
            return store.newestReleaseWithRun();
        }
        var named = Reference.of(reference);
        var found =
                named.id() != null ? store.releaseById(named.id()) : store.releaseByName(named.name(), named.number());
        return Optional.of(found.orElseThrow(() -> ProblemException.notFound("there is no release \""
                + Parameters.shortened(reference) + "\"; a release is an id, name@number, or the name of a set")));
    }

    /** Without a reference: the one that reports use, empty when no scorer is known yet. */
    public Optional<Scorer> scorer(@Nullable String reference) {
        var scorers = store.scorers();
        if (Parameters.isAbsent(reference)) {
            return scorers.stream().findFirst();
        }
        var named = Reference.of(reference);
        var found = scorers.stream()
                .filter(scorer -> named.id() != null
                        ? scorer.id().equals(named.id())
                        : scorer.name().equals(named.name())
                                && (named.number() == null || scorer.version() == named.number()))
                .max((a, b) -> Integer.compare(a.version(), b.version()));
        return Optional.of(found.orElseThrow(() -> ProblemException.notFound("there is no scorer \""
                + Parameters.shortened(reference) + "\"; a scorer is an id, name@version, or a name")));
    }

    /** What nothing is scored by, as long as no scorer is known. */
    public static UUID idOf(Optional<Scorer> scorer) {
        return scorer.map(Scorer::id).orElse(ReportStore.NO_SCORER);
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
