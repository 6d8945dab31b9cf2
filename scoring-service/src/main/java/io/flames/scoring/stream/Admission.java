package io.flames.scoring.stream;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what all clients together have in work: waiting for the database, for a worker, to be kept or to be published.
 * While a server is away nothing finishes, and streams without end would fill the memory.
 */
final class Admission {
    private final int mostItems;
    private final long mostBytes;
    private final AtomicInteger items = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * @param mostItems requests in work
     * @param mostBytes memory that they hold, roughly; a single request may hold more
     */
    Admission(int mostItems, long mostBytes) {
        this.mostItems = mostItems;
        this.mostBytes = mostBytes;
    }

    /** False when it is too much now; true has to be followed by {@link #leave} with the same size. */
    boolean enter(long size) {
        int entered = items.incrementAndGet();
        long held = bytes.addAndGet(size);
        if (entered > mostItems || (entered > 1 && held > mostBytes)) {
            leave(size);
            return false;
        }
        return true;
    }

    void leave(long size) {
        items.decrementAndGet();
        bytes.addAndGet(-size);
    }

    int items() {
        return items.get();
    }
}
