package io.flames.scoring.registry.gate;

import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.dataset.Item;
import io.flames.scoring.dataset.ItemLine;
import io.flames.scoring.dataset.Placed;
import io.flames.scoring.registry.state.RefusedTransitionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Reads held-out data, of one promotion at a time: it is held in memory. */
public final class HeldOutIntake {
    /** Bytes of the data. */
    public static final long MOST_BYTES = 64L << 20;

    private static final int LONGEST_LINE = 2_000_000;

    private final Semaphore reading = new Semaphore(1);
    private final LongSupplier nanoTime;

    public HeldOutIntake() {
        this(System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    HeldOutIntake(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Reads the data and hands it on.
     *
     * @param jsonLines see {@link HeldOut}; closed at the end
     * @param most items; more are refused
     * @param then the next data is not read before it returned
     * @throws RefusedTransitionException when other data is being read
     * @throws DataTooLargeException when it has more than {@link #MOST_BYTES}
     * @throws DataTooSlowException when it comes slower than {@link BodyBounds#BYTES_A_SECOND}
     * @throws IllegalArgumentException that names the line and says what is wrong and what is allowed
     */
    public <T> T take(InputStream jsonLines, int most, Function<HeldOut, T> then) throws IOException {
        if (!reading.tryAcquire()) {
            throw new RefusedTransitionException("the data of another promotion is being read; try again in a moment");
        }
        try {
            return then.apply(read(jsonLines, most));
        } finally {
            reading.release();
        }
    }

    private HeldOut read(InputStream jsonLines, int most) throws IOException {
        Map<Key, Placed> items = new LinkedHashMap<>();
        var body = new CountedStream(jsonLines, new BodyBounds(MOST_BYTES, nanoTime));
        try (var lines = new BoundedLines(body, LONGEST_LINE)) {
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                if (!line.get().isBlank()) {
                    add(items, line.get(), lines.number());
                }
                if (items.size() > most) {
                    throw new IllegalArgumentException("more than " + most
                            + " items, at most that many are scored (flames.scoring.promotion.max-items)");
                }
            }
        }
        return new HeldOut(items.values());
    }

    private static void add(Map<Key, Placed> items, String line, int number) {
        Item item;
        try {
            item = ItemLine.parse(line, "held-out", Optional.empty());
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("line " + number + ": " + wrong.getMessage(), wrong);
        }
        var before = items.putIfAbsent(
                new Key(item.dimension(), item.prompt(), item.response()), new Placed(item, "line " + number));
        if (before != null && before.item().score() != item.score()) {
            throw new IllegalArgumentException("line " + number + ": the same response was there with score "
                    + before.item().score() + ", expected one score a response");
        }
    }

    private record Key(Dimension dimension, String prompt, String response) {}
}
