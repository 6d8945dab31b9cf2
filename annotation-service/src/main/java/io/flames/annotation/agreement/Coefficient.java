package io.flames.annotation.agreement;

import java.util.OptionalDouble;

/** An agreement coefficient, or why the data have none. */
public sealed interface Coefficient {
    /**
     * The coefficient of some data.
     *
     * @param value 1 for perfect agreement, 0 for what chance gives, negative for less than that
     * @param items with at least two labels, which the value rests on; at least 1
     */
    record Defined(double value, long items) implements Coefficient {
        public Defined {
            if (!Double.isFinite(value) || items < 1) {
                throw new IllegalArgumentException("a coefficient is a finite number that rests on at least one item");
            }
        }
    }

    /** The data don't say; not the same as 0 and not the same as 1. */
    record NotDefined(Why why) implements Coefficient {}

    /** Why there is no coefficient. */
    enum Why {
        /** Nothing is labelled. */
        NO_LABELS("nothing is labelled"),
        /** All labels are of one annotator. */
        ONE_ANNOTATOR("all labels are of one annotator"),
        /** Several annotators, and no item has labels of two of them. */
        NOTHING_PAIRED("no item has labels of two annotators"),
        /** Every label in a pair is the same, so that chance agreement is certain too: 0 / 0. */
        NO_VARIATION("every paired label has the same score");

        private final String text;

        Why(String text) {
            this.text = text;
        }

        /** For people. */
        public String text() {
            return text;
        }
    }

    /** Empty where it is not defined. */
    default OptionalDouble number() {
        return this instanceof Defined defined ? OptionalDouble.of(defined.value()) : OptionalDouble.empty();
    }

    /** Items that it rests on; 0 where it is not defined. */
    default long rests() {
        return this instanceof Defined defined ? defined.items() : 0;
    }
}
