package io.flames.scoring.bench;

import java.util.PriorityQueue;

/** A first-come-first-served queue with so many servers and no overhead at all (G/G/c), simulated. */
final class IdealQueue {
    private IdealQueue() {}

    /**
     * @param arrivals in nanoseconds, ascending
     * @param services time that each takes on its server, nanoseconds
     * @return from arrival to end, nanoseconds, in the order of arrival
     */
    static long[] latencies(long[] arrivals, long[] services, int servers) {
        var free = new PriorityQueue<Long>();
        for (int i = 0; i < servers; i++) {
            free.add(0L);
        }
        var latencies = new long[arrivals.length];
        for (int i = 0; i < arrivals.length; i++) {
            long end = Math.max(arrivals[i], free.remove()) + services[i];
            free.add(end);
            latencies[i] = end - arrivals[i];
        }
        return latencies;
    }
}
