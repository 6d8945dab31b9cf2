package io.flames.annotation.exchange;

import java.util.List;

/** What became of a file: everything in it, or nothing and why. */
public sealed interface Outcome<T> {
    /** All of it is right. */
    record Read<T>(List<T> content) implements Outcome<T> {
        public Read {
            content = List.copyOf(content);
        }
    }

    /**
     * Something is wrong, so nothing counts.
     *
     * @param errors in the file's order, the first ones
     * @param total how many there are; more than the list holds where it was cut
     */
    record Refused<T>(List<ImportError> errors, int total) implements Outcome<T> {
        public Refused {
            errors = List.copyOf(errors);
        }
    }
}
