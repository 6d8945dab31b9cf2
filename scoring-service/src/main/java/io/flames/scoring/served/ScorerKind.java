package io.flames.scoring.served;

import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.scorer.Peers;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A kind of scorer that is plugged in: a jar on the class path that names its implementation in
 * {@code META-INF/services/io.flames.scoring.served.ScorerKind}. It passes golden items like all others.
 */
public interface ScorerKind {
    /** As {@code flames.scoring.scorers.NAME.kind} says it; not one of the built-in ones. */
    String kind();

    /**
     * Loads a scorer; may take its time.
     *
     * @throws IllegalArgumentException when its options are wrong: it is refused for good
     * @throws io.flames.scoring.scorer.ScorerUnavailableException when what it needs is away: it is tried again
     */
    LoadedScorer load(Wanted wanted) throws InterruptedException;

    /**
     * What the configuration says.
     *
     * @param name of the scorer
     * @param version of the scorer, from 1
     * @param workers batches at a time; empty: as the kind likes
     * @param options {@code flames.scoring.scorers.NAME.options.*}
     * @param peers the other scorers
     */
    record Wanted(String name, int version, OptionalInt workers, Map<String, String> options, Peers peers) {
        public Wanted {
            options = Map.copyOf(options);
        }
    }
}
