package io.flames.scoring.onnx;

import io.flames.scoring.onnx.PairTemplate.EncodedPair;
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

    private final boolean cls;
    private final boolean responseMean;

    Features(boolean cls, boolean responseMean) {
        this.cls = cls;
        this.responseMean = responseMean;
    }

    public int width() {
        return (cls && responseMean ? 2 : 1) * Encoder.WIDTH;
    }

    /** @param lastLayer row by token, as {@link Encoder#lastLayer} gives it */
    public float[] of(EncodedPair pair, FloatBuffer lastLayer) {
        var features = new float[width()];
        if (cls) {
            place(features, 0, mean(lastLayer, 0, 1));
        }
        if (responseMean) {
            place(features, cls ? 1 : 0, mean(lastLayer, pair.responseStart(), pair.length() - 1));
        }
        return features;
    }

    private static void place(float[] features, int vector, float[] values) {
        double square = 0;
        for (float value : values) {
            square += (double) value * value;
        }
        double scale = square > 0 ? 1 / Math.sqrt(square) : 0;
        for (int i = 0; i < Encoder.WIDTH; i++) {
            features[vector * Encoder.WIDTH + i] = (float) (values[i] * scale);
        }
    }

    /** Of rows {@code from} to {@code to - 1}; zero where there are none. */
    private static float[] mean(FloatBuffer rows, int from, int to) {
        var sum = new double[Encoder.WIDTH];
        for (int row = from; row < to; row++) {
            for (int i = 0; i < Encoder.WIDTH; i++) {
                sum[i] += rows.get(row * Encoder.WIDTH + i);
            }
        }
        var mean = new float[Encoder.WIDTH];
        for (int i = 0; i < Encoder.WIDTH && to > from; i++) {
            mean[i] = (float) (sum[i] / (to - from));
        }
        return mean;
    }
}
