package io.flames.scoring.stream;

import io.flames.scoring.scorer.Scorer.Prepared;
import io.flames.scoring.scorer.Verdict;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Prepared inputs in order of arrival, and the workers that score them, one input at a time a worker (int8 wants batch
 * 1). Bounded: what does not fit is refused at once. Work whose client has gone is dropped unscored.
 */
final class ScoringQueue implements AutoCloseable {
    private static final long LONGEST_INFERENCE_MS = 5_000;

    private final BlockingQueue<Work> queue;
    private final Thread[] workers;
    private volatile boolean closed;

    ScoringQueue(int items, int workers) {
        this.queue = new ArrayBlockingQueue<>(items);
        this.workers = new Thread[workers];
        for (int i = 0; i < workers; i++) {
            this.workers[i] = new Thread(this::work, "scorer-" + i);
            this.workers[i].setDaemon(true);
            this.workers[i].start();
        }
    }

    /**
     * @param abandoned true when nobody waits for the verdict any more
     * @return empty when the queue is full; otherwise fails with CancellationException for abandoned work
     */
    Optional<CompletableFuture<Verdict>> submit(Prepared input, BooleanSupplier abandoned) {
        var work = new Work(input, abandoned, new CompletableFuture<>());
        return queue.offer(work) ? Optional.of(work.verdict) : Optional.empty();
    }

    int depth() {
        return queue.size();
    }

    private void work() {
        try {
            while (!closed) {
                score(queue.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void score(Work work) {
        if (work.abandoned.getAsBoolean()) {
            work.verdict.completeExceptionally(new CancellationException("the client has gone"));
            return;
        }
        Verdict verdict;
        try {
            verdict = work.input.score();
        } catch (RuntimeException fault) {
            work.verdict.completeExceptionally(fault);
            return;
        }
        work.verdict.complete(verdict);
    }

    /** Returns when no inference is under way: the scorer may be closed then. */
    @Override
    public void close() {
        closed = true;
        for (Thread worker : workers) {
            worker.interrupt();
        }
        try {
            for (Thread worker : workers) {
                worker.join(LONGEST_INFERENCE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Work(Prepared input, BooleanSupplier abandoned, CompletableFuture<Verdict> verdict) {}
}
