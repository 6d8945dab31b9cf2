package io.flames.scoring.served;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flames.contracts.Dimensions;
import io.flames.scoring.golden.GoldenItem;
import io.flames.scoring.golden.GoldenSet;
import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.lane.LaneShape;
import io.flames.scoring.scorer.Digest;
import io.flames.scoring.scorer.Prepared;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.scorer.ScorerIdentity;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A plugged-in kind whose scorer gives the score that the response's last character says, after a constant time (option
 * {@code micros}, default none). A response that ends with {@code !} finds the scorer away.
 */
public final class ScriptedKind implements ScorerKind {
    @Override
    public String kind() {
        return "scripted";
    }

    @Override
    public LoadedScorer load(Wanted wanted) {
        long nanos = 1_000 * Long.parseLong(wanted.options().getOrDefault("micros", "0"));
        return new LoadedScorer(
                new Scripted(wanted.name(), wanted.version(), nanos),
                LaneShape.alone(wanted.workers().orElse(2)),
                new GoldenSet(golden(), 0, 1),
                "the response's last character",
                Map.of("micros", String.valueOf(nanos / 1_000)),
                JsonNodeFactory.instance.objectNode());
    }

    private static List<GoldenItem> golden() {
        var items = new ArrayList<GoldenItem>();
        for (var dimension : Dimensions.ALL) {
            for (int score : Dimensions.scoresOf(dimension)) {
                for (int i = 0; i < 3; i++) {
                    items.add(new GoldenItem(
                            "g" + items.size(),
                            Dimensions.nameOf(dimension),
                            "p",
                            "r" + score,
                            score,
                            score,
                            List.of()));
                }
            }
        }
        return items;
    }

    private record Scripted(ScorerIdentity identity, long nanos) implements Scorer {
        Scripted(String name, int version, long nanos) {
            this(
                    new ScorerIdentity(
                            name, version, new Digest().part("name", name).hex()),
                    nanos);
        }

        @Override
        public String kind() {
            return "scripted";
        }

        @Override
        public Prepared prepare(ScoringInput input) {
            return new Input(input.response());
        }

        @Override
        public List<Verdict> score(List<Prepared> batch) {
            return batch.stream().map(input -> score((Input) input)).toList();
        }

        private Verdict score(Input input) {
            if (nanos > 0) {
                LockSupport.parkNanos(nanos);
            }
            char last = input.response.charAt(input.response.length() - 1);
            if (last == '!') {
                throw new ScorerUnavailableException("the script says so");
            }
            return new Verdict.Scored(last - '0', List.of(), 1, false, nanos);
        }

        @Override
        public void close() {}
    }

    private record Input(String response) implements Prepared {
        @Override
        public int tokens() {
            return 1;
        }

        @Override
        public long bytes() {
            return 2L * response.length();
        }
    }
}
