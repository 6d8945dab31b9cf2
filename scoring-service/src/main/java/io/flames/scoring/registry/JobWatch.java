package io.flames.scoring.registry;

import io.flames.scoring.registry.store.GateJobs;
import io.flames.scoring.registry.store.RegistryAwayException;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Writes down how far a job is, every two seconds, and interrupts the thread that it was made on when the job was cancelled. */
final class JobWatch implements AutoCloseable {
    private static final long EVERY_SECONDS = 2;

    private final GateJobs jobs;
    private final UUID id;
    private final Thread worker = Thread.currentThread();
    private final ScheduledFuture<?> timer;
    private volatile int done;
    private volatile boolean over;
    private boolean stopped;

    JobWatch(GateJobs jobs, UUID id, ScheduledExecutorService timers) {
        this.jobs = jobs;
        this.id = id;
        this.timer = timers.scheduleWithFixedDelay(this::tick, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    void done(int items) {
        done = items;
    }

    private synchronized void tick() {
        if (stopped) {
            return;
        }
        try {
            if (!jobs.progress(id, done)) {
                over = true;
                worker.interrupt();
            }
        } catch (RegistryAwayException later) {
            // The next tick says it; where none can, the job counts as abandoned.
        }
    }

    /** Whether somebody ended the job, so that nothing may come of it. */
    boolean isOver() {
        return over;
    }

    /**
     * Says that all is scored: from now on nobody cancels it, and nothing more is written down here.
     *
     * @throws InterruptedException when somebody ended the job before
     */
    void finish(int total) throws InterruptedException {
        close();
        over = over || !jobs.progress(id, total);
        if (over) {
            // As what throws it does: the flag would disturb who asks the database next.
            Thread.interrupted();
            throw new InterruptedException("the job is over");
        }
    }

    /** Waits for what is just being written down. */
    @Override
    public synchronized void close() {
        stopped = true;
        timer.cancel(false);
    }
}
