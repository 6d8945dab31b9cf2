package io.flames.scoring.judgement;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Always the dimension's most frequent score; of equal ones the lower, as a wrong 3 is the dearer mistake. */
public final class MajorityBaseline implements Baseline {
    private final Map<Dimension, Integer> scores;

    private MajorityBaseline(Map<Dimension, Integer> scores) {
        this.scores = scores;
    }

    static MajorityBaseline fit(List<LabelledText> training) {
        var scores = new EnumMap<Dimension, Integer>(Dimension.class);
        for (Dimension dimension : Dimensions.ALL) {
            long most = -1;
            for (int score : Dimensions.scoresOf(dimension)) {
                long count = training.stream()
                        .filter(text -> text.dimension() == dimension && text.score() == score)
                        .count();
                if (count >= most) {
                    most = count;
                    scores.put(dimension, score);
                }
            }
        }
        return new MajorityBaseline(scores);
    }

    @Override
    public String name() {
        return "majority";
    }

    @Override
    public Given say(LabelledText text) {
        return Given.of(scores.getOrDefault(text.dimension(), 1));
    }
}
