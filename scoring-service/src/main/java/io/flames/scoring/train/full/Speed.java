package io.flames.scoring.train.full;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Items a second over the last {@value #WINDOW} steps. */
final class Speed {
    private static final int WINDOW = 20;

    private final Deque<Mark> marks = new ArrayDeque<>();
    private long items;

    Speed(Instant start) {
        marks.add(new Mark(start, 0));
    }

    void step(Instant at, int done) {
        items += done;
        marks.addLast(new Mark(at, items));
        if (marks.size() > WINDOW + 1) {
            marks.removeFirst();
        }
    }

    /** A pause that says nothing about the speed, such as a validation, has ended. */
    void again(Instant at) {
        marks.clear();
        marks.add(new Mark(at, items));
    }

    /** 0 before the first step. */
    double perSecond() {
        double seconds =
                Duration.between(marks.getFirst().at, marks.getLast().at).toNanos() / 1e9;
        return seconds <= 0 ? 0 : (marks.getLast().items - marks.getFirst().items) / seconds;
    }

    private record Mark(Instant at, long items) {}
}
