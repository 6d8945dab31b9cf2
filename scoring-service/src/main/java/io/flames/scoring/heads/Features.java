package io.flames.scoring.heads;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What the heads read of the encoder's last layer: vectors of one pass over prompt and response, and of a second one over
 * the response alone. Each vector has 512 numbers and length 1. Every choice sees the prompt. In order of cost: of equals
 * the first is chosen.
 */
public enum Features {
    /** The pair's [CLS] vector. */
    CLS(Vector.CLS),
    /** The pair's mean over the response's tokens. */
    RESPONSE_MEAN(Vector.RESPONSE_MEAN),
    /** Both of the pair. */
    CLS_AND_RESPONSE_MEAN(Vector.CLS, Vector.RESPONSE_MEAN),
    /** The mean over the response's tokens, with the prompt and alone. */
    RESPONSE_MEAN_AND_ALONE_MEAN(Vector.RESPONSE_MEAN, Vector.ALONE_MEAN),
    /** The pair's mean over the response's tokens, and [CLS] of the response alone. */
    RESPONSE_MEAN_AND_ALONE_CLS(Vector.RESPONSE_MEAN, Vector.ALONE_CLS),
    /** The pair's [CLS], and the mean over the response alone. */
    CLS_AND_ALONE_MEAN(Vector.CLS, Vector.ALONE_MEAN),
    /** The pair's mean over the response's tokens, and both of the response alone. */
    RESPONSE_MEAN_AND_ALONE_CLS_AND_MEAN(Vector.RESPONSE_MEAN, Vector.ALONE_CLS, Vector.ALONE_MEAN);

    private final List<Vector> vectors;
    private final Set<Reading> readings;

    Features(Vector... vectors) {
        this.vectors = List.of(vectors);
        var read = EnumSet.noneOf(Reading.class);
        this.vectors.forEach(vector -> read.add(vector.reading));
        readings = Collections.unmodifiableSet(read);
    }

    /** Numbers that a head reads. */
    public int width() {
        return vectors.size() * LastLayer.WIDTH;
    }

    /** The passes that have to be made. */
    public Set<Reading> readings() {
        return readings;
    }

    /** @param layers of each of {@link #readings()} at least */
    public float[] of(Map<Reading, LastLayer> layers) {
        var features = new float[width()];
        int at = 0;
        for (Vector vector : vectors) {
            System.arraycopy(vector.of(layers), 0, features, at, LastLayer.WIDTH);
            at += LastLayer.WIDTH;
        }
        return features;
    }

    private enum Vector {
        CLS(Reading.PAIR, LastLayer::cls),
        RESPONSE_MEAN(Reading.PAIR, LastLayer::responseMean),
        ALONE_CLS(Reading.RESPONSE_ALONE, LastLayer::cls),
        ALONE_MEAN(Reading.RESPONSE_ALONE, LastLayer::responseMean);

        private final Reading reading;
        private final Function<LastLayer, float[]> pooling;

        Vector(Reading reading, Function<LastLayer, float[]> pooling) {
            this.reading = reading;
            this.pooling = pooling;
        }

        private float[] of(Map<Reading, LastLayer> layers) {
            return pooling.apply(layers.get(reading));
        }
    }
}
