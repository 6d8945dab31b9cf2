package io.flames.scoring.lane;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;

/**
 * Start-time fair queueing over streams (Goyal, Vin and Cheng 1996): each item starts, in virtual time, where the item
 * before it in its own stream ended, and not before now; the earliest start is served first. So streams share the workers
 * by cost, one that sends much waits for itself, and within a stream the order is that of arrival. Not safe for use by
 * several threads.
 *
 * @param <T> what waits
 */
final class FairQueue<T> {
    private final TreeSet<Entry<T>> order = new TreeSet<>();
    private final Map<Object, Backlog> streams = new HashMap<>();
    /** Streams of which nothing waits, and whose last item has not started yet in virtual time: no credit for the pause. */
    private final PriorityQueue<Idle> idle = new PriorityQueue<>(Comparator.comparingDouble(Idle::end));

    private double virtualNow;
    private long arrivals;

    /**
     * @param stream whose share it is
     * @param cost above 0, in any one unit
     */
    void add(Object stream, double cost, T item) {
        var backlog = streams.computeIfAbsent(stream, s -> new Backlog(virtualNow));
        double start = Math.max(virtualNow, backlog.end);
        backlog.end = start + cost;
        backlog.waiting++;
        order.add(new Entry<>(stream, start, arrivals++, item));
    }

    int size() {
        return order.size();
    }

    /** Streams that it remembers. */
    int streams() {
        return streams.size();
    }

    boolean isEmpty() {
        return order.isEmpty();
    }

    /** The first so many in fair order. */
    List<Entry<T>> first(int most) {
        var first = new ArrayList<Entry<T>>(Math.min(most, order.size()));
        for (Entry<T> entry : order) {
            if (first.size() == most) {
                break;
            }
            first.add(entry);
        }
        return first;
    }

    /** Takes an entry out, served or given up. */
    void remove(Entry<T> entry) {
        order.remove(entry);
        virtualNow = Math.max(virtualNow, entry.start);
        var backlog = streams.get(entry.stream);
        if (--backlog.waiting == 0) {
            idle.add(new Idle(entry.stream, backlog.end));
        }
        if (order.isEmpty()) {
            // The end of a busy period: everybody starts anew.
            idle.forEach(gone -> virtualNow = Math.max(virtualNow, gone.end));
        }
        forgetIdle();
    }

    private void forgetIdle() {
        while (!idle.isEmpty() && idle.peek().end <= virtualNow) {
            var gone = idle.remove();
            var backlog = streams.get(gone.stream);
            // It may have come back since, and then left again under a later end.
            if (backlog != null && backlog.waiting == 0 && backlog.end <= virtualNow) {
                streams.remove(gone.stream);
            }
        }
    }

    /** @param end in virtual time, of its last item */
    private record Idle(Object stream, double end) {}

    private static final class Backlog {
        private double end;
        private int waiting;

        Backlog(double end) {
            this.end = end;
        }
    }

    /** @param start in virtual time */
    record Entry<T>(Object stream, double start, long arrival, T item) implements Comparable<Entry<T>> {
        @Override
        public int compareTo(Entry<T> other) {
            int byStart = Double.compare(start, other.start);
            return byStart != 0 ? byStart : Long.compare(arrival, other.arrival);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Entry<?> entry && entry.arrival == arrival;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(arrival);
        }
    }
}
