package io.flames.scoring.heads;

import java.nio.FloatBuffer;

/**
 * What the heads read of the encoder's last layer, all from one pass over prompt and response: the [CLS] vector, or the
 * mean over the response's tokens (which have seen the prompt), or both. Each vector is scaled to length 1.
 */
public enum Features {
    /** The [CLS] vector: 512 numbers. */
    CLS(true, false),
    /** The mean over the response's tokens: 512 numbers. */
    RESPONSE_MEAN(false, true),
    /** Both: 1,024 numbers. */
    CLS_AND_RESPONSE_MEAN(true, true);

    /** Width of a token's vector. */
    public static final int WIDTH = 512;

    private final boolean cls;
    private final boolean responseMean;

    Features(boolean cls, boolean responseMean) {
        this.cls = cls;
        this.responseMean = responseMean;
    }

    public int width() {
        return (cls && responseMean ? 2 : 1) * WIDTH;
    }

    /**
     * @param responseStart index of the response's first token
     * @param tokens all tokens, the last [SEP] included
     * @param lastLayer {@code tokens} rows of {@value #WIDTH} numbers
     */
    public float[] of(int responseStart, int tokens, FloatBuffer lastLayer) {
        var features = new float[width()];
        if (cls) {
            place(features, 0, mean(lastLayer, 0, 1));
        }
        if (responseMean) {
            place(features, cls ? 1 : 0, mean(lastLayer, responseStart, tokens - 1));
        }
        return features;
    }

    private static void place(float[] features, int vector, float[] values) {
        double square = 0;
        for (float value : values) {
            square += (double) value * value;
        }
        double scale = square > 0 ? 1 / Math.sqrt(square) : 0;
        for (int i = 0; i < WIDTH; i++) {
            features[vector * WIDTH + i] = (float) (values[i] * scale);
        }
    }

    /** Of rows {@code from} to {@code to - 1}; zero where there are none. */
    private static float[] mean(FloatBuffer rows, int from, int to) {
        var sum = new double[WIDTH];
        for (int row = from; row < to; row++) {
            for (int i = 0; i < WIDTH; i++) {
                sum[i] += rows.get(row * WIDTH + i);
            }
        }
        var mean = new float[WIDTH];
        for (int i = 0; i < WIDTH && to > from; i++) {
            mean[i] = (float) (sum[i] / (to - from));
        }
        return mean;
    }
}
