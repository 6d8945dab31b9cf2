package io.flames.generation.task;

import io.flames.contracts.Topics;
import io.flames.generation.GenerationConfig;
import io.flames.generation.outbox.Outbox;
import io.flames.generation.run.RunLifecycle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jboss.logging.Logger;

/**
 * Stores results together: those that arrive within a few milliseconds, or while a statement is under way, share one
 * statement and one commit. A result is kept in memory and tried again until the database has answered; nothing is given
 * up, and the fencing token makes a second try harmless.
 */
@ApplicationScoped
class ResultStore {
    private static final Logger LOG = Logger.getLogger(ResultStore.class);
    private static final int MAX_ITEMS = 500;
    private static final int MAX_BYTES = 4 * 1024 * 1024;
    private static final long FAULT_PAUSE_MS = 500;

    private final Vertx vertx;
    private final TaskQueue queue;
    private final Outbox outbox;
    private final RunLifecycle lifecycle;
    private final long lingerMs;
    private final Queue<Item> waiting = new ArrayDeque<>();
    private boolean busy;

    ResultStore(Vertx vertx, TaskQueue queue, Outbox outbox, RunLifecycle lifecycle, GenerationConfig config) {
        this.vertx = vertx;
        this.queue = queue;
        this.outbox = outbox;
        this.lifecycle = lifecycle;
        this.lingerMs = Math.max(1, config.tasks().storeLinger().toMillis());
    }

    /** @param stored called once the result is durable, or was refused because the lease had been taken over */
    synchronized void add(TaskResult result, Runnable stored) {
        waiting.add(new Item(result, stored));
        if (!busy) {
            busy = true;
            vertx.setTimer(lingerMs, timer -> flush());
        }
    }

    private void flush() {
        var batch = nextBatch();
        if (!batch.isEmpty()) {
            store(batch);
        }
    }

    private void store(List<Item> batch) {
        var ended = new ArrayList<TaskResult.Ended>(batch.size());
        var givenBack = new ArrayList<TaskResult.GivenBack>();
        for (var item : batch) {
            if (item.result() instanceof TaskResult.Ended end) {
                ended.add(end);
            } else if (item.result() instanceof TaskResult.GivenBack given) {
                givenBack.add(given);
            }
        }
        var stored = ended.isEmpty()
                ? Future.succeededFuture(new TaskQueue.Stored(0, false))
                : queue.store(ended, Topics.RESPONSES);
        stored.compose(done ->
                        givenBack.isEmpty() ? stored : queue.giveBack(givenBack).map(done))
                .onSuccess(done -> succeeded(batch, done))
                .onFailure(failure -> {
                    LOG.warnf("results wait for the database results=%d reason=%s", batch.size(), failure.toString());
                    vertx.setTimer(FAULT_PAUSE_MS, timer -> store(batch));
                });
    }

    private void succeeded(List<Item> batch, TaskQueue.Stored stored) {
        if (stored.count() > 0) {
            outbox.wake();
        }
        if (stored.runsEnded()) {
            lifecycle
                    .settle()
                    .subscribe()
                    .with(done -> {}, e -> LOG.debugf("runs are settled by the sweep reason=%s", e.toString()));
        }
        flush();
        batch.forEach(item -> item.stored().run());
    }

    private synchronized List<Item> nextBatch() {
        var batch = new ArrayList<Item>();
        int bytes = 0;
        while (!waiting.isEmpty() && batch.size() < MAX_ITEMS && bytes < MAX_BYTES) {
            var item = waiting.remove();
            batch.add(item);
            if (item.result() instanceof TaskResult.Ended ended) {
                bytes += ended.event().payload().length;
            }
        }
        busy = !batch.isEmpty();
        return batch;
    }

    private record Item(TaskResult result, Runnable stored) {}
}
