package io.flames.scoring.judgement;

import java.util.List;

/**
 * What a scorer said of an answer.
 *
 * @param score 3, 2 or 1
 * @param probabilities of the dimension's scores, highest score first; empty where the scorer gives none
 */
public record Given(int score, List<Double> probabilities) {
    public Given {
        probabilities = List.copyOf(probabilities);
    }

    public static Given of(int score) {
        return new Given(score, List.of());
    }
}
