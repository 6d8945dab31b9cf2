package io.flames.scoring.verdict;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does for many at once what would be slow one by one: while one group is under way, what arrives gathers for the next.
 * Nobody waits for a group to fill. A group that fails is tried again, with pauses that double up to a limit, without
 * end: its work must be safe to repeat and its faults transient.
 *
 * @param <T> what comes in
 * @param <R> what comes out, one for each that came in
 */
final class GroupCommit<T, R> {
    private static final long FIRST_PAUSE_MS = 100;

    private final int largest;
    private final long longestPauseMs;
    private final Function<List<T>, CompletionStage<List<R>>> work;
    private final ScheduledExecutorService timer;
    private final Consumer<Throwable> onFault;
    private final Queue<Waiting<T, R>> waiting = new ArrayDeque<>();
    private boolean busy;

    /**
     * @param largest most items in a group
     * @param work gives a result for each item, in the items' order
     * @param onFault told of each try that failed
     */
    GroupCommit(
            int largest,
            Duration longestPause,
            Function<List<T>, CompletionStage<List<R>>> work,
            ScheduledExecutorService timer,
            Consumer<Throwable> onFault) {
        this.largest = largest;
        this.longestPauseMs = longestPause.toMillis();
        this.work = work;
        this.timer = timer;
        this.onFault = onFault;
    }

    /** Completes when the item's group is done; never fails. */
    CompletableFuture<R> add(T item) {
        var entry = new Waiting<T, R>(item, new CompletableFuture<>());
        synchronized (this) {
            waiting.add(entry);
        }
        startNext();
        return entry.result;
    }

    private void startNext() {
        var group = new ArrayList<Waiting<T, R>>();
        synchronized (this) {
            if (busy || waiting.isEmpty()) {
                return;
            }
            busy = true;
            while (group.size() < largest && !waiting.isEmpty()) {
                group.add(waiting.remove());
            }
        }
        attempt(group, FIRST_PAUSE_MS);
    }

    private void attempt(List<Waiting<T, R>> group, long pauseMs) {
        CompletionStage<List<R>> attempt;
        try {
            attempt = work.apply(group.stream().map(Waiting::item).toList());
        } catch (RuntimeException e) {
            attempt = CompletableFuture.failedFuture(e);
        }
        attempt.whenComplete((results, fault) -> {
            if (fault == null) {
                finish(group, results);
                return;
            }
            onFault.accept(fault);
            long next = Math.min(pauseMs * 2, longestPauseMs);
            timer.schedule(() -> attempt(group, next), Math.min(pauseMs, longestPauseMs), TimeUnit.MILLISECONDS);
        });
    }

    private void finish(List<Waiting<T, R>> group, List<R> results) {
        synchronized (this) {
            busy = false;
        }
        startNext();
        for (int i = 0; i < group.size(); i++) {
            group.get(i).result.complete(results.get(i));
        }
    }

    private record Waiting<T, R>(T item, CompletableFuture<R> result) {}
}
