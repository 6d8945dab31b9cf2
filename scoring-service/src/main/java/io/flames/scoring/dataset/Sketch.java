package io.flames.scoring.dataset;

import java.util.Base64;
import java.util.stream.IntStream;

/**
 * What is kept of a text to find others that are nearly the same: a byte of each of {@value #BYTES} hash functions (P. Li,
 * A. C. König, "b-Bit Minwise Hashing", WWW 2010). The text cannot be told from it. Two sketches give the overlap of their texts'
 * character triples within about 0.05, one standard deviation at 0.8.
 */
final class Sketch {
    static final int BYTES = 64;
    /** Of an index: bands of so many bytes. Texts that overlap by 0.8 share one with probability 1 - (1 - 0.8^4)^16, above 0.999. */
    static final int BAND = 4;

    /** With which two different least values have the same byte. */
    private static final double BY_CHANCE = 1.0 / 256;

    private static final MinHash MIN_HASH = new MinHash(BYTES);

    private final byte[] bytes;

    private Sketch(byte[] bytes) {
        this.bytes = bytes;
    }

    static Sketch of(String text) {
        var least = MIN_HASH.signature(Texts.shingles(text));
        var bytes = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bytes[i] = (byte) least[i];
        }
        return new Sketch(bytes);
    }

    /** @throws IllegalArgumentException when it is none */
    static Sketch parse(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a sketch has " + BYTES + " bytes, not " + bytes.length);
        }
        return new Sketch(bytes);
    }

    String text() {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Estimate of {@link Texts#overlap}, from 0 to 1. */
    double overlap(Sketch other) {
        int same = 0;
        for (int i = 0; i < BYTES; i++) {
            same += bytes[i] == other.bytes[i] ? 1 : 0;
        }
        return Math.max(0, ((double) same / BYTES - BY_CHANCE) / (1 - BY_CHANCE));
    }

    /** Numbers of which near texts share at least one. */
    long[] bands() {
        return IntStream.range(0, BYTES / BAND)
                .mapToLong(band -> {
                    long value = band;
                    for (int i = band * BAND; i < (band + 1) * BAND; i++) {
                        value = value << Byte.SIZE | bytes[i] & 0xff;
                    }
                    return value;
                })
                .toArray();
    }
}
