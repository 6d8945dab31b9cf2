package io.flames.generation.dispatch;

import java.util.TreeSet;

/**
 * The offset of a partition up to which everything is acknowledged. Records are taken in order of offsets (which may have
 * gaps) and acknowledged in any order. Not thread-safe.
 */
final class Watermark {
    private final TreeSet<Long> open = new TreeSet<>();
    private long next;
    private long committed;

    /** @param position offset of the first record to come */
    Watermark(long position) {
        next = position;
        committed = position;
    }

    /** @throws IllegalArgumentException when the offset is not over all that were taken before */
    void taken(long offset) {
        if (offset < next) {
            throw new IllegalArgumentException("offset " + offset + " after " + next);
        }
        open.add(offset);
        next = offset + 1;
    }

    /** @return false when the record is not open: acknowledged before, or never taken */
    boolean acknowledged(long offset) {
        return open.remove(offset);
    }

    /** The offset to commit: everything below it is acknowledged. */
    long position() {
        return open.isEmpty() ? next : open.first();
    }

    /** Whether there is something to commit since the last {@link #committed()}. */
    boolean advanced() {
        return position() > committed;
    }

    void committed(long position) {
        committed = position;
    }

    int open() {
        return open.size();
    }
}
