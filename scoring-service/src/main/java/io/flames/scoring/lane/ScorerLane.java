package io.flames.scoring.lane;

import io.flames.scoring.lane.BatchPlan.Decision;
import io.flames.scoring.lane.BatchPlan.Waiting;
import io.flames.scoring.scorer.Prepared;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.scorer.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A scorer's queue and workers. Bounded in items and bytes: what does not fit is refused at once. Streams share the
 * workers fairly; what a worker takes is the {@link BatchPlan}'s choice. Work whose client has gone is dropped unscored.
 */
public final class ScorerLane implements AutoCloseable {
    private static final long LONGEST_INFERENCE_MS = 5_000;
    private static final Duration SHORTEST_HINT = Duration.ofMillis(50);
    private static final Duration LONGEST_HINT = Duration.ofSeconds(30);
    /** Share of the newest batch in the running mean of the time between two verdicts. */
    private static final double NEWEST = 0.05;

    private final Scorer scorer;
    private final BatchPlan plan;
    private final Bounds bounds;
    private final LaneMetrics metrics;
    private final Thread[] workers;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition allowed = lock.newCondition();
    private final FairQueue<Work> queue = new FairQueue<>();
    private long queuedBytes;
    private double nanosAnItem;
    private volatile boolean closed;
    private volatile int active = Integer.MAX_VALUE;

    public ScorerLane(Scorer scorer, LaneShape shape, Bounds bounds, LaneMetrics metrics) {
        this.scorer = scorer;
        this.plan = new BatchPlan(shape);
        this.bounds = bounds;
        this.metrics = metrics;
        this.workers = new Thread[shape.workers()];
        metrics.watch(this);
        for (int i = 0; i < workers.length; i++) {
            int index = i;
            workers[i] = new Thread(() -> work(index), scorer.identity().name() + "-" + i);
            workers[i].setDaemon(true);
            workers[i].start();
        }
    }

    /**
     * @param stream whose share of the workers it takes
     * @param abandoned true when nobody waits for the verdict any more
     * @return fails with {@link LaneFullException} at once, with CancellationException for abandoned work, and otherwise
     *     as the scorer fails
     */
    public CompletableFuture<Verdict> submit(Prepared input, Object stream, BooleanSupplier abandoned) {
        var decided = input.decided();
        if (decided.isPresent()) {
            return CompletableFuture.completedFuture(decided.get());
        }
        var work = new Work(input, abandoned, System.nanoTime(), new CompletableFuture<>());
        lock.lock();
        try {
            if (closed) {
                work.verdict.completeExceptionally(new CancellationException("the scorer is closed"));
            } else if (queue.size() >= bounds.items() || overBytes(input.bytes())) {
                metrics.refused();
                work.verdict.completeExceptionally(new LaneFullException(
                        "the queue of scorer " + scorer.identity().name() + " is full", hint()));
            } else {
                queue.add(stream, input.tokens(), work);
                queuedBytes += input.bytes();
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
        return work.verdict;
    }

    /** A single input is let in whatever its size, so that none is refused for ever. */
    private boolean overBytes(long more) {
        return !queue.isEmpty() && queuedBytes + more > bounds.bytes();
    }

    private Duration hint() {
        var half = Duration.ofNanos((long) (nanosAnItem * queue.size() / 2));
        return half.compareTo(SHORTEST_HINT) < 0
                ? SHORTEST_HINT
                : half.compareTo(LONGEST_HINT) > 0 ? LONGEST_HINT : half;
    }

    public int depth() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    public long queuedBytes() {
        lock.lock();
        try {
            return queuedBytes;
        } finally {
            lock.unlock();
        }
    }

    public int workers() {
        return workers.length;
    }

    /**
     * Lets only some of the workers work from now on; what they have begun they finish.
     *
     * @param most 1 or more
     */
    public void limitWorkers(int most) {
        lock.lock();
        try {
            active = Math.max(1, most);
            allowed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitTurn(int index) throws InterruptedException {
        if (index < active) {
            return;
        }
        lock.lockInterruptibly();
        try {
            // Whatever woke this worker is for one that may work.
            arrived.signal();
            while (index >= active && !closed) {
                allowed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void work(int index) {
        try {
            while (!closed) {
                awaitTurn(index);
                var batch = take();
                if (!batch.isEmpty()) {
                    score(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for work; may come back with nothing when all that it found was abandoned. */
    private List<Work> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                var candidates = candidates();
                if (candidates.isEmpty()) {
                    arrived.await();
                    continue;
                }
                var waiting = candidates.stream()
                        .map(entry -> new Waiting(entry.item().input.tokens(), entry.item().sinceNanos))
                        .toList();
                Decision decision = plan.next(waiting, System.nanoTime());
                if (decision instanceof Decision.Wait wait) {
                    arrived.awaitNanos(wait.nanos());
                } else if (decision instanceof Decision.Run run) {
                    var batch = new ArrayList<Work>();
                    run.chosen().forEach(i -> batch.add(remove(candidates.get(i))));
                    if (!queue.isEmpty()) {
                        arrived.signal();
                    }
                    return batch;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** The first in fair order that somebody still waits for; the abandoned among them are dropped. */
    private List<FairQueue.Entry<Work>> candidates() {
        while (true) {
            var first = queue.first(plan.look());
            var gone = first.stream()
                    .filter(entry -> entry.item().abandoned.getAsBoolean())
                    .toList();
            if (gone.isEmpty()) {
                return first;
            }
            gone.forEach(entry -> remove(entry).drop());
        }
    }

    private Work remove(FairQueue.Entry<Work> entry) {
        queue.remove(entry);
        queuedBytes -= entry.item().input.bytes();
        return entry.item();
    }

    private void score(List<Work> batch) throws InterruptedException {
        long start = System.nanoTime();
        batch.forEach(work -> metrics.waited(start - work.sinceNanos));
        List<Verdict> verdicts;
        try {
            verdicts = scorer.score(batch.stream().map(Work::input).toList());
            if (verdicts.size() != batch.size()) {
                throw new IllegalStateException(verdicts.size() + " verdicts for " + batch.size() + " inputs");
            }
        } catch (InterruptedException e) {
            batch.forEach(Work::drop);
            throw e;
        } catch (Throwable fault) {
            // Whatever it is: clients hear of it, and the worker goes on.
            metrics.failed(batch.size());
            batch.forEach(work -> work.verdict.completeExceptionally(fault));
            return;
        }
        long took = System.nanoTime() - start;
        measured(batch, took);
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).verdict.complete(verdicts.get(i));
        }
    }

    private void measured(List<Work> batch, long nanos) {
        metrics.batch(batch.stream().mapToInt(work -> work.input.tokens()).toArray(), nanos);
        lock.lock();
        try {
            double anItem = (double) nanos / batch.size() / workers.length;
            nanosAnItem = nanosAnItem == 0 ? anItem : (1 - NEWEST) * nanosAnItem + NEWEST * anItem;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when no inference is under way, or after five seconds: the scorer may be closed then. */
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
        lock.lock();
        try {
            List.copyOf(queue.first(queue.size()))
                    .forEach(entry -> remove(entry).drop());
        } finally {
            lock.unlock();
        }
        metrics.close();
    }

    /**
     * @param items most that wait
     * @param bytes most memory of what waits, roughly
     */
    public record Bounds(int items, long bytes) {}

    private record Work(
            Prepared input, BooleanSupplier abandoned, long sinceNanos, CompletableFuture<Verdict> verdict) {
        void drop() {
            verdict.completeExceptionally(new CancellationException("nobody waits for the verdict any more"));
        }
    }
}
