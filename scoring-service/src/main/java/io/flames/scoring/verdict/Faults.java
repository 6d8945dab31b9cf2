package io.flames.scoring.verdict;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Says that a server is away, once in ten seconds rather than at each try. */
final class Faults {
    private static final Logger LOG = Logger.getLogger(Faults.class);
    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private final String server;
    private final AtomicLong last = new AtomicLong(System.nanoTime() - QUIET_NANOS);

    Faults(String server) {
        this.server = server;
    }

    void report(Throwable fault) {
        long now = System.nanoTime();
        long before = last.get();
        if (now - before >= QUIET_NANOS && last.compareAndSet(before, now)) {
            LOG.warnf("Server is away, trying again server=%s reason=%s", server, fault.toString());
        }
        LOG.debugf(fault, "Try failed server=%s", server);
    }
}
