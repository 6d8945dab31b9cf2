package io.flames.scoring.train;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.heads.LinearHead;
import io.flames.scoring.judgement.Given;
import java.util.Arrays;

/**
 * What a head said about a text that it was not trained on.
 *
 * @param logits before the temperature
 * @param temperature of the head
 */
public record Prediction(Dimension dimension, int authored, double[] logits, double temperature) {
    public int score() {
        return Dimensions.scoresOf(dimension).get(LinearHead.argmax(logits));
    }

    public boolean correct() {
        return score() == authored;
    }

    /** 3 against not 3. */
    public boolean correctInTwo() {
        return (score() == 3) == (authored == 3);
    }

    /** Probability of the class that was chosen. */
    public double confidence() {
        return LinearHead.softmax(logits, temperature)[LinearHead.argmax(logits)];
    }

    /** As a scorer says it. */
    Given given() {
        return new Given(
                score(),
                Arrays.stream(LinearHead.softmax(logits, temperature)).boxed().toList());
    }

    /** Distance of the chosen class's logit from the next. */
    public double margin() {
        int best = LinearHead.argmax(logits);
        double next = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < logits.length; c++) {
            if (c != best) {
                next = Math.max(next, logits[c]);
            }
        }
        return logits[best] - next;
    }
}
