package io.flames.annotation.exchange;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong; keeps the first ones and counts the rest. */
final class Errors {
    private final List<ImportError> first = new ArrayList<>();
    private final int kept;
    private int total;

    Errors(int kept) {
        this.kept = kept;
    }

    void add(ImportError error) {
        if (first.size() < kept) {
            first.add(error);
        }
        total++;
    }

    /** After this one nothing more is read; it is told in any case. */
    void addLast(ImportError error) {
        first.add(error);
        total++;
    }

    int total() {
        return total;
    }

    <T> Outcome<T> outcome(List<T> content) {
        return total == 0 ? new Outcome.Read<>(content) : new Outcome.Refused<>(first, total);
    }
}
