package io.flames.local.sample;

import java.util.Random;

/**
 * How long a sample target thinks: log-normal, as real endpoints are, and the same for the same model, prompt and seed
 * in whatever order the requests come.
 *
 * @param medianMs the median in milliseconds; 0 answers at once
 * @param sigma the spread: the standard deviation of the logarithm; 0 always takes the median
 * @param seed another seed, another draw
 */
public record Latency(double medianMs, double sigma, long seed) {
    /** Nine of ten answers between 150 and 600 ms. */
    public static final Latency REALISTIC = new Latency(300, 0.42, 1);

    private static final double LONGEST_FACTOR = 5;

    public Latency {
        if (!(medianMs >= 0) || !(sigma >= 0)) {
            throw new IllegalArgumentException("median and sigma must not be negative: " + medianMs + ", " + sigma);
        }
    }

    /** The same time for every answer. */
    public static Latency fixed(long ms) {
        return new Latency(ms, 0, 0);
    }

    long millisFor(String model, String prompt) {
        var random = new Random(seed * 31 + model.hashCode() * 1_000_003L + prompt.hashCode());
        double factor = Math.exp(sigma * random.nextGaussian());
        return Math.round(medianMs * Math.min(factor, LONGEST_FACTOR));
    }
}
