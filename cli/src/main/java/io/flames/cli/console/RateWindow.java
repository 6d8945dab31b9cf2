package io.flames.cli.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** How fast something advances, over the last seconds, so that a pause or a burst soon shows. */
public final class RateWindow {
    private static final Duration SPAN = Duration.ofSeconds(10);

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Instant at, long done) {}

    public void add(Instant at, long done) {
        samples.addLast(new Sample(at, done));
        while (samples.size() > 2 && samples.getFirst().at().isBefore(at.minus(SPAN))) {
            samples.removeFirst();
        }
    }

    /** Items a second; 0 until it was watched for a second. */
    public double perSecond() {
        if (samples.size() < 2) {
            return 0;
        }
        var first = samples.getFirst();
        var last = samples.getLast();
        double seconds = Duration.between(first.at(), last.at()).toMillis() / 1000.0;
        return seconds < 1 ? 0 : Math.max(0, (last.done() - first.done()) / seconds);
    }

    /** Time until {@code remaining} more are done at this rate; empty while nothing moves. */
    public Optional<Duration> timeFor(long remaining) {
        double rate = perSecond();
        return rate <= 0 ? Optional.empty() : Optional.of(Duration.ofMillis(Math.round(1000 * remaining / rate)));
    }
}
