package io.flames.scoring.fit;

import io.flames.scoring.heads.LinearHead;
import java.util.List;

/** Finds the temperature that makes confidences honest: the one of least negative log-likelihood (golden section). */
public final class Temperature {
    private static final double LEAST = 0.05;
    private static final double MOST = 20;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private Temperature() {}

    /**
     * @param logits of texts that the weights have not seen
     * @param labels their classes
     */
    public static double fit(List<double[]> logits, List<Integer> labels) {
        double low = Math.log(LEAST);
        double high = Math.log(MOST);
        for (int i = 0; i < 60; i++) {
            double left = high - GOLDEN * (high - low);
            double right = low + GOLDEN * (high - low);
            if (loss(logits, labels, Math.exp(left)) < loss(logits, labels, Math.exp(right))) {
                high = right;
            } else {
                low = left;
            }
        }
        return Math.exp((low + high) / 2);
    }

    private static double loss(List<double[]> logits, List<Integer> labels, double temperature) {
        double loss = 0;
        for (int i = 0; i < logits.size(); i++) {
            double share = LinearHead.softmax(logits.get(i), temperature)[labels.get(i)];
            loss -= Math.log(Math.max(share, 1e-300));
        }
        return loss;
    }
}
