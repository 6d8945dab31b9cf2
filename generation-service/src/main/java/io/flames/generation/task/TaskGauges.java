package io.flames.generation.task;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Tasks of open runs by state, over all replicas, as of a few seconds ago. */
@ApplicationScoped
class TaskGauges {
    private final Pool database;
    private final AtomicLong pending;
    private final AtomicLong leased;

    TaskGauges(Pool database, MeterRegistry metrics) {
        this.database = database;
        this.pending = gauge(metrics, "pending");
        this.leased = gauge(metrics, "leased");
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> refresh() {
        return database.query(
                        """
                        SELECT (SELECT coalesce(sum(remaining), 0) FROM run WHERE state = 'RUNNING')::bigint AS open,
                               (SELECT count(*) FROM task WHERE state = 1) AS leased""")
                .execute()
                .invoke(rows -> {
                    var row = rows.iterator().next();
                    leased.set(row.getLong("leased"));
                    pending.set(Math.max(0, row.getLong("open") - row.getLong("leased")));
                })
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private static AtomicLong gauge(MeterRegistry metrics, String state) {
        return metrics.gauge("flames.generation.tasks", List.of(Tag.of("state", state)), new AtomicLong());
    }
}
