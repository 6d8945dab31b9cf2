package io.flames.annotation.sampling;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;

/** How a campaign chooses among its candidates. */
public sealed interface Strategy {
    /** Every candidate. */
    record All() implements Strategy {}

    /**
     * A simple random sample without replacement in each cell of dimension and target, proportional to the cells.
     *
     * @param size items wanted, at least 1; all are taken when there are no more
     */
    record RandomSample(int size) implements Strategy {
        public RandomSample {
            requireSize(size);
        }
    }

    /**
     * A random sample of all candidates, as {@link RandomSample} takes it, and those where people help most. The two are
     * chosen independently, so that an item can be both; the campaign is smaller by as many.
     *
     * @param size items wanted, at least 1
     * @param randomShare of the size for the random sample, over 0 and up to 1; it has at least one item
     * @param signals tried in turn, each from its most helpful item on
     */
    record Targeted(int size, double randomShare, List<Signal> signals) implements Strategy {
        public Targeted {
            requireSize(size);
            if (!(randomShare > 0 && randomShare <= 1)) {
                throw new IllegalArgumentException(
                        "a random stratum is always kept: its share is over 0 and up to 1, not " + randomShare);
            }
            if (signals.isEmpty()) {
                throw new IllegalArgumentException("a targeted campaign names at least one signal");
            }
            signals = inOrder(signals);
        }

        /** Items of the random sample. */
        public int randomSize() {
            return (int) Math.max(1, Math.min(size, Math.round(size * randomShare)));
        }

        /** Items chosen by signals. */
        public int targetedSize() {
            return size - randomSize();
        }

        private static List<Signal> inOrder(Collection<Signal> signals) {
            return List.copyOf(EnumSet.copyOf(signals));
        }
    }

    private static void requireSize(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("a sample has at least 1 item, not " + size);
        }
    }
}
