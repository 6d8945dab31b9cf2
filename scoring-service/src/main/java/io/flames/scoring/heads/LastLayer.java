package io.flames.scoring.heads;

import java.nio.FloatBuffer;

/**
 * What the encoder's last layer says about one pass.
 *
 * @param responseStart index of the response's first token
 * @param tokens all tokens, [CLS] first and a [SEP] last
 * @param rows {@code tokens} rows of {@value #WIDTH} numbers
 */
public record LastLayer(int responseStart, int tokens, FloatBuffer rows) {
    /** Width of a token's vector. */
    public static final int WIDTH = 512;

    /** The [CLS] vector, scaled to length 1. */
    float[] cls() {
        return mean(0, 1);
    }

    /** The mean over the response's tokens, scaled to length 1; zero where there are none. */
    float[] responseMean() {
        return mean(responseStart, tokens - 1);
    }

    /** Of rows {@code from} to {@code to - 1}. */
    private float[] mean(int from, int to) {
        var sum = new double[WIDTH];
        for (int row = from; row < to; row++) {
            for (int i = 0; i < WIDTH; i++) {
                sum[i] += rows.get(row * WIDTH + i);
            }
        }
        return scaled(sum);
    }

    private static float[] scaled(double[] vector) {
        double square = 0;
        for (double value : vector) {
            square += value * value;
        }
        double scale = square > 0 ? 1 / Math.sqrt(square) : 0;
        var scaled = new float[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            scaled[i] = (float) (vector[i] * scale);
        }
        return scaled;
    }
}
