package io.flames.generation.run;

import io.flames.generation.outbox.Outbox;
import io.flames.generation.release.Release;
import io.flames.generation.target.Target;
import io.flames.generation.target.TargetVersion;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.ArrayList;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts a run: its row, its tasks and RunStarted in one transaction, so that there is all of it or nothing. */
@ApplicationScoped
public class StartRun {
    private static final Logger LOG = Logger.getLogger(StartRun.class);
    private final Pool database;
    private final Outbox outbox;
    private final Event<RunsChanged> changed;

    StartRun(Pool database, Outbox outbox, Event<RunsChanged> changed) {
        this.database = database;
        this.outbox = outbox;
        this.changed = changed;
    }

    /**
     * A run that is wanted.
     *
     * @param runId two wishes with the same id meet on one run
     * @param idempotencyKey two wishes with the same key meet on one run; null for none
     */
    public record Wish(
            UUID runId,
            Target target,
            TargetVersion version,
            Release release,
            int samples,
            RunTriggerName trigger,
            @Nullable String idempotencyKey) {}

    /** @param created false when the run was there already */
    public record Started(UUID runId, boolean created) {}

    public Uni<Started> start(Wish wish) {
        return database.withTransaction(transaction -> insert(transaction, wish)
                        .call(started -> started.created()
                                ? announce(transaction, wish, expected(wish))
                                : Uni.createFrom().voidItem()))
                .invoke(this::tell);
    }

    /** The run and its tasks within a transaction; the caller announces it there, and tells after the commit. */
    public Uni<Started> insert(SqlConnection transaction, Wish wish) {
        return insertRun(transaction, wish)
                .call(started -> started.created()
                        ? insertTasks(transaction, wish)
                        : Uni.createFrom().voidItem());
    }

    /** To be called after the commit. */
    public void tell(Started started) {
        if (started.created()) {
            LOG.infof("run started runId=%s", started.runId());
            outbox.wake();
            changed.fire(new RunsChanged());
        }
    }

    private static Uni<Started> insertRun(SqlConnection transaction, Wish wish) {
        var values = new ArrayList<@Nullable Object>();
        values.add(wish.runId());
        values.add(wish.target().id());
        values.add(wish.version().id());
        values.add(wish.release().id());
        values.add(wish.trigger().name());
        values.add(wish.samples());
        values.add(expected(wish));
        values.add(wish.idempotencyKey());
        return transaction
                .preparedQuery(
                        """
                        INSERT INTO run (id, target_id, target_version_id, release_id, trigger, samples, state,
                                         expected, remaining, idempotency_key, started_at)
                        VALUES ($1, $2, $3, $4, $5, $6, 'RUNNING', $7, $7, $8, now())
                        ON CONFLICT DO NOTHING""")
                .execute(Tuple.tuple(values))
                .flatMap(rows -> rows.rowCount() == 1
                        ? Uni.createFrom().item(new Started(wish.runId(), true))
                        : existing(transaction, wish));
    }

    private static Uni<Started> existing(SqlConnection transaction, Wish wish) {
        return transaction
                .preparedQuery("SELECT id FROM run WHERE id = $1 OR idempotency_key = $2")
                .execute(Tuple.of(wish.runId(), wish.idempotencyKey()))
                .map(rows -> new Started(rows.iterator().next().getUUID("id"), false));
    }

    private static Uni<Void> insertTasks(SqlConnection transaction, Wish wish) {
        return transaction
                .preparedQuery(
                        """
                        INSERT INTO task (run_id, position, sample, target_id)
                        SELECT $1, p.position, s.sample, $2
                          FROM release_prompt p CROSS JOIN generate_series(0, $3 - 1) AS s(sample)
                         WHERE p.release_id = $4
                         ORDER BY p.position, s.sample""")
                .execute(Tuple.of(
                        wish.runId(),
                        wish.target().id(),
                        wish.samples(),
                        wish.release().id()))
                .replaceWithVoid();
    }

    private static long expected(Wish wish) {
        return (long) wish.release().promptCount() * wish.samples();
    }

    /** @param expected tasks of the run */
    public Uni<Void> announce(SqlConnection transaction, Wish wish, long expected) {
        return transaction
                .preparedQuery("SELECT started_at FROM run WHERE id = $1")
                .execute(Tuple.of(wish.runId()))
                .flatMap(rows -> outbox.add(
                        transaction,
                        RunEvents.started(
                                wish.runId(),
                                wish.release(),
                                wish.target(),
                                wish.version(),
                                wish.samples(),
                                wish.trigger(),
                                expected,
                                rows.iterator()
                                        .next()
                                        .getOffsetDateTime("started_at")
                                        .toInstant())));
    }
}
