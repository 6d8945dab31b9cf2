package io.flames.scoring.heads;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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

    /** Numbers of a vector. */
    public static final int VECTOR = 512;

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
        return vectors.size() * VECTOR;
    }

    /** The passes that have to be made. */
    public Set<Reading> readings() {
        return readings;
    }

    /** In the order in which the heads read them. */
    public List<Vector> vectors() {
        return vectors;
    }

    /** A vector of one pass, scaled to length 1. */
    public enum Vector {
        /** The pair's [CLS]. */
        CLS(Reading.PAIR, true),
        /** The pair's mean over the response's tokens. */
        RESPONSE_MEAN(Reading.PAIR, false),
        /** [CLS] of the response alone. */
        ALONE_CLS(Reading.RESPONSE_ALONE, true),
        /** The mean over the tokens of the response alone. */
        ALONE_MEAN(Reading.RESPONSE_ALONE, false);

        private final Reading reading;
        private final boolean cls;

        Vector(Reading reading, boolean cls) {
            this.reading = reading;
            this.cls = cls;
        }

        public Reading reading() {
            return reading;
        }

        /** The [CLS] token's; otherwise the mean over the response's tokens. */
        public boolean cls() {
            return cls;
        }
    }
}
