package io.flames.scoring.golden;

import io.flames.scoring.scorer.Prepared;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.scorer.ScorerIdentity;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import java.util.List;

/** A scorer under the number that the registry gave it. */
record Numbered(Scorer scorer, ScorerIdentity identity) implements Scorer {
    Numbered(Scorer scorer, int version) {
        this(
                scorer,
                new ScorerIdentity(
                        scorer.identity().name(), version, scorer.identity().digest()));
    }

    @Override
    public String kind() {
        return scorer.kind();
    }

    @Override
    public Prepared prepare(ScoringInput input) {
        return scorer.prepare(input);
    }

    @Override
    public List<Verdict> score(List<Prepared> batch) throws InterruptedException {
        return scorer.score(batch);
    }

    @Override
    public void close() {
        scorer.close();
    }
}
