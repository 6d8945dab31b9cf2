package io.flames.annotation.label;

import io.flames.annotation.outbox.Outbox;
import io.flames.annotation.store.Background;
import io.flames.annotation.store.Database;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Looks for items whose revision window has ended. Several replicas share them: what one has locked the others pass over.
 */
@ApplicationScoped
class Settler {
    private static final Logger LOG = Logger.getLogger(Settler.class);
    private static final int BATCH = 100;
    private static final String DUE =
            """
            SELECT id FROM item WHERE settle_at <= clock_timestamp()
             ORDER BY settle_at LIMIT 1 FOR UPDATE SKIP LOCKED""";

    private final Database database;
    private final Settlement settlement;
    private final Outbox outbox;
    private final Background background;

    Settler(Database database, Settlement settlement, Outbox outbox, Background background) {
        this.database = database;
        this.settlement = settlement;
        this.outbox = outbox;
        this.background = background;
    }

    @Scheduled(
            every = "${flames.annotation.labels.settle-interval:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void settleDue() {
        background.run(this::settleAll);
    }

    private void settleAll() {
        try {
            int settled = 0;
            while (settled < BATCH && settleOne()) {
                settled++;
            }
            if (settled > 0) {
                outbox.wake();
            }
        } catch (RuntimeException fault) {
            LOG.warnf("items not settled yet, tries again reason=%s", fault.toString());
            LOG.debug("settlement fault", fault);
        }
    }

    /** Each in a transaction of its own: its locks are held for a moment only. */
    private boolean settleOne() {
        return database.inTransaction(transaction -> {
            var due = transaction.first(DUE, row -> row.getUUID("id"));
            due.ifPresent(item -> settlement.settle(transaction, item));
            return due.isPresent();
        });
    }
}
