package io.flames.annotation.sampling;

import java.util.List;

/**
 * What a campaign takes, with all it needs to be drawn again.
 *
 * @param seed of the draw: the same candidates, strategy and seed give the same items
 * @param population candidates that there were
 * @param cells of the random sample, in their order
 * @param items in an order that tells nothing about how they were chosen
 */
public record Selection(Strategy strategy, long seed, int population, List<Cell> cells, List<Item> items) {
    public Selection {
        cells = List.copyOf(cells);
        items = List.copyOf(items);
    }

    /** Whether an item came by the draw or by what is known of it. */
    public enum Stratum {
        RANDOM,
        TARGETED
    }

    /**
     * A cell of the random sample.
     *
     * @param name dimension and target; only the dimension, or {@code all}, where the sample is too small for finer ones
     * @param population candidates in it, at least 1
     * @param taken from 1 to population
     */
    public record Cell(String name, int population, int taken) {
        public Cell {
            if (taken < 1 || taken > population) {
                throw new IllegalArgumentException("from 1 to " + population + " can be taken, not " + taken);
            }
        }

        /** Of each candidate in it. */
        public double probability() {
            return taken / (double) population;
        }
    }

    /**
     * One item.
     *
     * @param stratum RANDOM for all items of the random sample, also those that signals name too
     * @param inclusionProbability that the campaign took it one way or the other, over 0 and up to 1
     * @param randomProbability that the random sample took it, over 0 and up to 1
     * @param signals that name it; may be empty
     */
    public record Item(
            String id, Stratum stratum, double inclusionProbability, double randomProbability, List<Signal> signals) {
        public Item {
            signals = List.copyOf(signals);
            if (!(randomProbability > 0 && randomProbability <= inclusionProbability && inclusionProbability <= 1)) {
                throw new IllegalArgumentException("probabilities are over 0, up to 1, and grow with each way in");
            }
        }
    }
}
