package io.flames.prompt.outbox;

import io.flames.prompt.PromptConfig;
import io.flames.prompt.release.ReleaseRecorded;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Keeps the relay going on one thread for as long as the service runs: at once when a release was recorded here, every
 * poll interval otherwise, and after a growing pause when database or broker failed. It never gives up.
 */
@ApplicationScoped
class RelayLoop {
    private static final Logger LOG = Logger.getLogger(RelayLoop.class);
    private static final long STOP_WAIT_MS = 5_000;

    private final ReleaseRelay relay;
    private final Duration pollInterval;
    private final Backoff backoff;
    private final BlockingQueue<ReleaseRecorded> wakeUps = new ArrayBlockingQueue<>(1);
    private final AtomicLong pending = new AtomicLong();
    private final Counter failed;
    private final Thread thread = new Thread(this::run, "outbox-relay");
    private volatile boolean stopping;

    RelayLoop(ReleaseRelay relay, PromptConfig config, MeterRegistry metrics) {
        this.relay = relay;
        this.pollInterval = config.relay().pollInterval();
        this.backoff =
                new Backoff(config.relay().minBackoff(), config.relay().maxBackoff(), () -> ThreadLocalRandom.current()
                        .nextDouble());
        this.failed = Counter.builder("flames.prompt.outbox.failures")
                .description("Attempts to send a release that failed and are tried again")
                .register(metrics);
        Gauge.builder("flames.prompt.outbox.pending", pending, AtomicLong::get)
                .description("Releases that are committed and not yet acknowledged by Kafka")
                .register(metrics);
    }

    void start(@Observes StartupEvent started) {
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping = true;
        thread.interrupt();
        thread.join(STOP_WAIT_MS);
    }

    /** A full queue means that the relay is about to look anyway. */
    @SuppressWarnings("ReturnValueIgnored")
    void wakeUp(@Observes ReleaseRecorded recorded) {
        wakeUps.offer(recorded);
    }

    private void run() {
        int failures = 0;
        while (!stopping) {
            try {
                failures = drain(failures) ? 0 : failures + 1;
                pause(failures == 0 ? pollInterval : backoff.after(failures), failures == 0);
            } catch (InterruptedException e) {
                LOG.debug("Relay interrupted", e);
            }
        }
    }

    /** False when an attempt failed. */
    private boolean drain(int failures) throws InterruptedException {
        try {
            do {
                pending.set(relay.pending());
            } while (pending.get() > 0 && relay.relayOldest());
            return true;
        } catch (ExecutionException | RuntimeException e) {
            if (stopping) {
                return true;
            }
            failed.increment();
            LOG.warnf(
                    "Release not sent, will try again failures=%d cause=%s",
                    failures + 1, rootOf(e).getClass().getSimpleName());
            LOG.debug("Release not sent", e);
            return false;
        }
    }

    private void pause(Duration length, boolean wakeable) throws InterruptedException {
        if (wakeable) {
            wakeUps.poll(length.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            TimeUnit.MILLISECONDS.sleep(length.toMillis());
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
