package io.flames.scoring.kserve;

import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Whose turn it is among several servers. They take turns; one that failed sits out until it says that it is ready, which
 * it is asked after a pause that doubles with each failure in a row. Not safe for use by several threads.
 */
final class Rotation {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final int[] failures;
    private int turn;

    /** @param servers one at least */
    Rotation(int servers) {
        failures = new int[servers];
    }

    /**
     * The next server: in turn one that works and was not tried; else, so that nobody waits for a pause to end, one that
     * was not tried; else any. Among those that do not work, one with the fewest failures.
     *
     * @param tried servers that failed this very call
     */
    Choice next(Set<Integer> tried) {
        int server = IntStream.range(0, failures.length)
                .map(i -> (turn + i) % failures.length)
                .boxed()
                .min(Comparator.<Integer, Boolean>comparing(tried::contains).thenComparing(i -> failures[i]))
                .orElseThrow();
        turn = server + 1;
        boolean works = failures[server] == 0;
        return new Choice(server, !works, works && !tried.contains(server));
    }

    /** @return time until it is asked whether it is ready */
    Duration failed(int server) {
        var pause = SHORTEST_PAUSE.multipliedBy(1L << Math.min(failures[server], 20));
        failures[server]++;
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    void worked(int server) {
        failures[server] = 0;
    }

    /**
     * @param server its index
     * @param suspect it failed before: ask whether it is ready first
     * @param fresh it works as far as is known: no pause is needed before the next try
     */
    record Choice(int server, boolean suspect, boolean fresh) {}
}
