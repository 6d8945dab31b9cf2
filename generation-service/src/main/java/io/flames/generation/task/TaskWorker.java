package io.flames.generation.task;

import io.flames.contracts.Ids;
import io.flames.generation.GenerationConfig;
import io.flames.generation.client.ChatClient;
import io.flames.generation.run.RunsChanged;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The door of this package: a lane for each target with open runs. Looks for open runs when one was started here and, for
 * those that other replicas started, every now and then; and gives a sign of life that keeps this replica's leases live.
 */
@ApplicationScoped
public class TaskWorker {
    private static final Logger LOG = Logger.getLogger(TaskWorker.class);

    private final GenerationConfig.Tasks config;
    private final TaskQueue queue;
    private final TargetLane.Surroundings around;
    private final Map<UUID, TargetLane> lanes = new ConcurrentHashMap<>();
    private volatile boolean stopped;
    private boolean looking;
    private boolean lookAgain;

    TaskWorker(
            GenerationConfig config,
            Vertx vertx,
            TaskQueue queue,
            ResultStore results,
            ChatClient client,
            MeterRegistry metrics) {
        this.config = config.tasks();
        this.queue = queue;
        var retry = config.retry();
        this.around = new TargetLane.Surroundings(
                vertx,
                queue,
                results,
                client,
                new RetryPolicy(
                        retry.maxAttempts(),
                        retry.maxThrottled(),
                        retry.baseDelay(),
                        retry.maxDelay(),
                        retry.maxRetryAfter()),
                metrics,
                Clock.systemUTC(),
                Ids.random(),
                this.config.workerTimeout(),
                this.config.leaseMargin());
        metrics.gauge("flames.generation.in.flight", lanes, TaskWorker::inFlight);
    }

    void start(@Observes StartupEvent event) {
        if (!config.enabled()) {
            return;
        }
        LOG.infof("worker starts workerId=%s", around.worker());
        around.vertx().setPeriodic(config.pollInterval().toMillis(), timer -> look());
        around.vertx().setPeriodic(Math.max(100, config.workerTimeout().toMillis() / 4), timer -> signOfLife());
        look();
    }

    void runsChanged(@Observes RunsChanged event) {
        look();
    }

    /** Calls in flight may end; what is left then is given back. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        lanes.values().forEach(TargetLane::stop);
        long deadline = System.nanoTime() + config.drainTimeout().toNanos();
        while (inFlight(lanes) > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        var left = new CountDownLatch(1);
        queue.leave(around.worker()).onComplete(done -> left.countDown());
        if (!left.await(2, TimeUnit.SECONDS)) {
            LOG.warn("leases were not given back, they run out by themselves");
        }
    }

    private void signOfLife() {
        if (!stopped) {
            queue.alive(around.worker(), config.workerTimeout())
                    .onFailure(e -> LOG.debugf("no sign of life reason=%s", e.toString()));
        }
    }

    private void look() {
        synchronized (this) {
            if (stopped || !config.enabled()) {
                return;
            }
            if (looking) {
                lookAgain = true;
                return;
            }
            looking = true;
        }
        queue.active().onComplete(found -> {
            if (found.succeeded()) {
                found.result().forEach(this::open);
                lanes.forEach((id, lane) -> close(id, lane, found.result()));
            } else {
                LOG.debugf("open runs are looked for later reason=%s", found.cause());
            }
            boolean again;
            synchronized (this) {
                looking = false;
                again = lookAgain;
                lookAgain = false;
            }
            if (again) {
                look();
            }
        });
    }

    private void open(UUID id, ActiveTarget target) {
        var lane = lanes.computeIfAbsent(id, missing -> new TargetLane(around, target));
        lane.update(target);
        lane.pump();
    }

    private void close(UUID id, TargetLane lane, Map<UUID, ActiveTarget> active) {
        if (!active.containsKey(id) && lane.inFlight() == 0) {
            lane.stop();
            lanes.remove(id, lane);
        }
    }

    private static int inFlight(Map<UUID, TargetLane> lanes) {
        return lanes.values().stream().mapToInt(TargetLane::inFlight).sum();
    }
}
