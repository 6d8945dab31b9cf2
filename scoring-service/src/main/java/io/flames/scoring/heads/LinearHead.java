package io.flames.scoring.heads;

/**
 * One softmax head: logits = W features + b, probabilities = softmax(logits / temperature).
 *
 * @param weights a row a class, highest score first
 * @param bias a number a class
 * @param temperature above 0; learnt on data that the weights have not seen (Guo et al. 2017, temperature scaling)
 */
public record LinearHead(float[][] weights, float[] bias, double temperature) {
    public LinearHead {
        if (weights.length != bias.length || weights.length < 2) {
            throw new IllegalArgumentException("a head has a row and a bias for each of two or more classes, not "
                    + weights.length + " and " + bias.length);
        }
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature is above 0, not " + temperature);
        }
    }

    public int classes() {
        return bias.length;
    }

    public int width() {
        return weights[0].length;
    }

    /** One number a class, before the temperature. */
    public double[] logits(float[] features) {
        var logits = new double[classes()];
        for (int c = 0; c < logits.length; c++) {
            double sum = bias[c];
            float[] row = weights[c];
            for (int i = 0; i < row.length; i++) {
                sum += (double) row[i] * features[i];
            }
            logits[c] = sum;
        }
        return logits;
    }

    /** They sum to 1. */
    public double[] probabilities(double[] logits) {
        return softmax(logits, temperature);
    }

    public static double[] softmax(double[] logits, double temperature) {
        double max = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            max = Math.max(max, logit);
        }
        var shares = new double[logits.length];
        double sum = 0;
        for (int c = 0; c < logits.length; c++) {
            shares[c] = Math.exp((logits[c] - max) / temperature);
            sum += shares[c];
        }
        for (int c = 0; c < logits.length; c++) {
            shares[c] /= sum;
        }
        return shares;
    }

    /** Index of the largest; the first of equals. */
    public static int argmax(double[] values) {
        int best = 0;
        for (int c = 1; c < values.length; c++) {
            if (values[c] > values[best]) {
                best = c;
            }
        }
        return best;
    }
}
