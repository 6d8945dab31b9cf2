package io.flames.annotation.store;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Work on the database that nobody asked for. A service that stops waits for what runs, and lets nothing begin: the pool is
 * closed after that.
 */
@ApplicationScoped
public class Background {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ReadWriteLock running = new ReentrantReadWriteLock();
    private volatile boolean stopped;

    /** Does the work unless the service stops. */
    public void run(Runnable work) {
        if (!running.readLock().tryLock()) {
            return;
        }
        try {
            if (!stopped) {
                work.run();
            }
        } finally {
            running.readLock().unlock();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        if (running.writeLock().tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            running.writeLock().unlock();
        }
    }
}
