package io.flames.generation.task;

import io.flames.generation.client.CallResult;
import io.flames.generation.client.CallResult.Answer;
import io.flames.generation.client.CallResult.Fault;
import io.flames.generation.client.CallResult.FaultKind;
import io.flames.generation.client.ChatClient;
import io.flames.generation.client.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * One target's calls in this replica: leases as many tasks as may be in flight, calls, hands results to the store, and
 * leases again while they are stored. A lane never waits for another, so that a slow or failing target slows nobody else;
 * it holds no more tasks than it has calls in flight and results to store.
 */
final class TargetLane {
    private static final Logger LOG = Logger.getLogger(TargetLane.class);
    private static final int MAX_LEASES = 256;
    private static final long GATHER_MS = 2;
    private static final long FAULT_PAUSE_MS = 500;
    private static final long UNKNOWN_VERSION_PAUSE_MS = 300;

    /** What lanes share. */
    record Surroundings(
            Vertx vertx,
            TaskQueue queue,
            ResultStore results,
            ChatClient client,
            RetryPolicy retries,
            MeterRegistry metrics,
            Clock clock,
            UUID worker,
            Duration alive,
            Duration leaseMargin) {}

    private final Surroundings around;
    private final Map<Key, TaskLease> inFlight = new HashMap<>();
    private final Map<Key, TaskLease> ended = new HashMap<>();
    private final AdaptiveLimit limit;
    private ActiveTarget target;
    private boolean leasing;
    private boolean soon;
    private boolean orphans;
    private boolean stopped;
    private long timer = -1;
    private long pausedUntil = System.nanoTime();

    TargetLane(Surroundings around, ActiveTarget target) {
        this.around = around;
        this.target = target;
        this.limit = new AdaptiveLimit(target.maxConcurrency());
    }

    synchronized void update(ActiveTarget current) {
        if (current.maxConcurrency() > target.maxConcurrency()) {
            limit.raiseTo(current.maxConcurrency());
        }
        target = current;
    }

    synchronized int inFlight() {
        return inFlight.size();
    }

    synchronized void stop() {
        stopped = true;
        cancelTimer();
    }

    /** Leases what may be called now; does nothing when a lease is under way or all slots are taken. */
    synchronized void pump() {
        int slots = limit.within(target.maxConcurrency());
        int want = Math.min(MAX_LEASES, slots - (inFlight.size() - ended.size()));
        boolean storeIsBehind = ended.size() > 2 * slots;
        if (stopped || leasing || want <= 0 || storeIsBehind) {
            return;
        }
        long pausedMs = TimeUnit.NANOSECONDS.toMillis(pausedUntil - System.nanoTime());
        if (pausedMs > 0) {
            pumpAfter(pausedMs);
            return;
        }
        leasing = true;
        cancelTimer();
        if (orphans) {
            giveBackOrphans();
            return;
        }
        long leaseMs = target.timeoutMs() + around.leaseMargin().toMillis();
        around.queue()
                .lease(target.id(), around.worker(), around.alive(), want, leaseMs, List.copyOf(ended.values()))
                .onSuccess(this::leased)
                .onFailure(this::leaseFailed);
    }

    private void giveBackOrphans() {
        around.queue()
                .giveBackUnknown(target.id(), around.worker(), List.copyOf(inFlight.values()))
                .onSuccess(done -> {
                    synchronized (this) {
                        leasing = false;
                        orphans = false;
                    }
                    pump();
                })
                .onFailure(this::leaseFailed);
    }

    private void leased(TaskQueue.Batch batch) {
        synchronized (this) {
            leasing = false;
            batch.leases().forEach(lease -> inFlight.put(Key.of(lease), lease));
            if (batch.waitMs() > 0) {
                pumpAfter(batch.waitMs());
            }
        }
        batch.leases().forEach(this::call);
        if (batch.waitMs() == 0) {
            pump();
        }
    }

    private synchronized void leaseFailed(Throwable failure) {
        LOG.warnf("leasing waits for the database target=%s reason=%s", target.name(), failure.toString());
        leasing = false;
        orphans = true;
        pumpAfter(FAULT_PAUSE_MS);
    }

    private synchronized void pumpAfter(long millis) {
        if (!stopped && timer < 0) {
            timer = around.vertx().setTimer(Math.min(millis, 30_000), id -> {
                synchronized (this) {
                    timer = -1;
                }
                pump();
            });
        }
    }

    private void cancelTimer() {
        if (timer >= 0) {
            around.vertx().cancelTimer(timer);
            timer = -1;
        }
    }

    private void call(TaskLease lease) {
        var version = target().versions().get(lease.targetVersionId());
        if (version == null || isStopped()) {
            var delay = Duration.ofMillis(UNKNOWN_VERSION_PAUSE_MS);
            keep(new TaskResult.GivenBack(lease, delay, lease.throttled(), false));
            return;
        }
        long begun = System.nanoTime();
        around.client().ask(version.endpoint(), lease.prompt()).onComplete(asked -> {
            long nanos = System.nanoTime() - begun;
            around.metrics()
                    .timer("flames.generation.call.duration", "target", target().name())
                    .record(nanos, TimeUnit.NANOSECONDS);
            ended(lease, version, asked.result(), TimeUnit.NANOSECONDS.toMillis(nanos));
        });
    }

    private void ended(TaskLease lease, ActiveTarget.ActiveVersion version, CallResult result, long latencyMs) {
        if (result instanceof Answer answer) {
            synchronized (this) {
                limit.succeeded(target.maxConcurrency());
            }
            end(lease, version, answer, latencyMs);
        } else if (result instanceof Fault fault) {
            failed(lease, version, fault, latencyMs);
        }
    }

    private void failed(TaskLease lease, ActiveTarget.ActiveVersion version, Fault fault, long latencyMs) {
        if (fault.kind() == FaultKind.THROTTLED) {
            throttled(fault);
        }
        var decision = around.retries()
                .decide(fault, lease.attempts(), lease.throttled(), ThreadLocalRandom.current()::nextDouble);
        if (decision instanceof RetryPolicy.Decision.Retry retry) {
            around.metrics()
                    .counter("flames.generation.retries", "target", target().name())
                    .increment();
            keep(new TaskResult.GivenBack(lease, retry.delay(), retry.throttled(), true));
            return;
        }
        end(lease, version, new Answer(Outcome.ERROR, "", false, "", "", 0, 0, fault.detail()), latencyMs);
    }

    private void throttled(Fault fault) {
        synchronized (this) {
            limit.refused();
        }
        if (fault.retryAfter() != null && !fault.retryAfter().isZero()) {
            var wait = fault.retryAfter().compareTo(around.retries().maxRetryAfter()) > 0
                    ? around.retries().maxRetryAfter()
                    : fault.retryAfter();
            synchronized (this) {
                // Before the pause of all replicas is stored, this one keeps it already.
                pausedUntil = Math.max(pausedUntil, System.nanoTime() + wait.toNanos());
            }
            around.queue()
                    .pause(target().id(), wait)
                    .onFailure(e -> LOG.debugf("pause was not stored reason=%s", e.toString()));
        }
    }

    private void end(TaskLease lease, ActiveTarget.ActiveVersion version, Answer answer, long latencyMs) {
        var event = ResponseEvents.collected(
                lease,
                target().name(),
                version.number(),
                version.endpoint().frozen().synthetic(),
                answer,
                latencyMs,
                around.clock().instant());
        around.metrics()
                .counter(
                        "flames.generation.responses",
                        "target",
                        target().name(),
                        "outcome",
                        answer.outcome().name().toLowerCase(Locale.ROOT))
                .increment();
        keep(new TaskResult.Ended(lease, answer, latencyMs, event));
    }

    private void keep(TaskResult result) {
        var lease = result.lease();
        synchronized (this) {
            ended.put(Key.of(lease), lease);
        }
        around.results().add(result, () -> {
            synchronized (this) {
                inFlight.remove(Key.of(lease), lease);
                ended.remove(Key.of(lease), lease);
            }
            pumpSoon();
        });
        pumpSoon();
    }

    /** Calls that end together make one lease. */
    private synchronized void pumpSoon() {
        if (!stopped && !soon) {
            soon = true;
            around.vertx().setTimer(GATHER_MS, id -> {
                synchronized (this) {
                    soon = false;
                }
                pump();
            });
        }
    }

    private synchronized ActiveTarget target() {
        return target;
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private record Key(UUID runId, int position, int sample) {
        static Key of(TaskLease lease) {
            return new Key(lease.runId(), lease.position(), lease.sample());
        }
    }
}
