package io.flames.generation.run;

import io.flames.contracts.generation.v1.OutcomeCounts;
import io.flames.generation.outbox.Outbox;
import io.flames.generation.outbox.OutboxEvent;
import io.flames.generation.problem.ProblemException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * What ends a run and what lets it go on. Each change of state and its event are one transaction; that a run has ended is
 * read from its row, so that it is found again after a crash and told exactly once.
 */
@ApplicationScoped
public class RunLifecycle {
    private static final Logger LOG = Logger.getLogger(RunLifecycle.class);

    /** No task has not ended. */
    private static final String FINISH =
            """
            UPDATE run SET state = 'FINISHED', finished_at = clock_timestamp(), sequence = sequence + 1, announced = 0
             WHERE state = 'RUNNING' AND remaining = 0
            RETURNING *""";

    /** The budget is used up and no call is in flight any more. */
    private static final String EXHAUST =
            """
            UPDATE run SET state = 'CANCELLED', finished_at = clock_timestamp(), sequence = sequence + 1,
                   announced = remaining,
                   reason = CASE WHEN calls >= t.max_calls THEN 'budget of ' || t.max_calls || ' calls is used up'
                                 ELSE 'budget of ' || t.max_tokens_budget || ' tokens is used up' END
              FROM target t
             WHERE run.state = 'RUNNING' AND remaining > 0 AND t.id = run.target_id
               AND (calls >= t.max_calls OR prompt_tokens + completion_tokens >= t.max_tokens_budget)
               AND NOT EXISTS (SELECT FROM task k WHERE k.target_id = t.id AND k.run_id = run.id AND k.state = 1)
            RETURNING run.*""";

    /** Answers of calls that were in flight when the run was cancelled have come in. */
    private static final String ANNOUNCE_AGAIN =
            """
            UPDATE run SET sequence = sequence + 1, announced = remaining
             WHERE state = 'CANCELLED' AND announced IS DISTINCT FROM remaining
               AND NOT EXISTS (SELECT FROM task k WHERE k.target_id = run.target_id AND k.run_id = run.id
                                  AND k.state = 1 AND lease_is_live(k.owner, k.lease_until, clock_timestamp()))
            RETURNING *""";

    private static final String CANCEL =
            """
            UPDATE run SET state = 'CANCELLED', finished_at = clock_timestamp(), sequence = sequence + 1,
                   announced = remaining, reason = 'cancelled by hand'
             WHERE id = $1 AND state = 'RUNNING'
            RETURNING *""";

    private static final String RESUME =
            """
            UPDATE run SET state = 'RUNNING', finished_at = NULL, reason = ''
              FROM target t
             WHERE run.id = $1 AND state = 'CANCELLED' AND t.id = run.target_id
               AND (t.max_calls IS NULL OR calls < t.max_calls)
               AND (t.max_tokens_budget IS NULL OR prompt_tokens + completion_tokens < t.max_tokens_budget)
            RETURNING run.*""";

    private static final String REASK_TASKS =
            """
            UPDATE task SET state = 0, revision = revision + 1, attempts = 0, throttled = 0, not_before = now(),
                   outcome = NULL, detail = NULL
             WHERE run_id = $1 AND state = 2 AND outcome = 6
               AND EXISTS (SELECT FROM run WHERE id = $1 AND state IN ('FINISHED', 'CANCELLED'))""";

    private static final String REASK_RUN =
            """
            UPDATE run SET state = 'RUNNING', finished_at = NULL, reason = '', error = error - $2,
                   remaining = remaining + $2
             WHERE id = $1 AND state IN ('FINISHED', 'CANCELLED') RETURNING *""";

    private final Pool database;
    private final Outbox outbox;
    private final Event<RunsChanged> changed;

    RunLifecycle(Pool database, Outbox outbox, Event<RunsChanged> changed) {
        this.database = database;
        this.outbox = outbox;
        this.changed = changed;
    }

    /** Ends the runs that have come to their end. Asked for when one may have, and every second besides. */
    public Uni<Void> settle() {
        return end(FINISH, RunLifecycle::finished)
                .chain(() -> end(EXHAUST, RunLifecycle::cancelled))
                .chain(() -> end(ANNOUNCE_AGAIN, RunLifecycle::cancelled));
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return settle().onFailure()
                .invoke(e -> LOG.debugf("runs are settled later reason=%s", e.toString()))
                .onFailure()
                .recoverWithNull();
    }

    /** Leaves what was collected; calls in flight still come in. Fails with a conflict problem unless it is running. */
    public Uni<Void> cancel(UUID runId) {
        return database.withTransaction(transaction -> transaction
                        .preparedQuery(CANCEL)
                        .execute(Tuple.of(runId))
                        .flatMap(rows -> changed(transaction, runId, rows, "cancelled", "RUNNING"))
                        .flatMap(row -> outbox.add(transaction, cancelled(row))))
                .invoke(outbox::wake);
    }

    /** Goes on with the pending tasks of a cancelled run, unless its budget is still used up. */
    public Uni<Void> resume(UUID runId) {
        return database.withTransaction(transaction -> transaction
                        .preparedQuery(RESUME)
                        .execute(Tuple.of(runId))
                        .flatMap(rows -> changed(
                                transaction,
                                runId,
                                rows,
                                "resumed",
                                "CANCELLED and whose target has a budget that is not used up")))
                .invoke(row -> changed.fire(new RunsChanged()))
                .chain(this::settle);
    }

    /** Asks the tasks that ended as {@code error} again, under the next revision. */
    public Uni<Void> reask(UUID runId) {
        return database.withTransaction(transaction -> transaction
                        .preparedQuery(REASK_TASKS)
                        .execute(Tuple.of(runId))
                        .flatMap(tasks -> transaction
                                .preparedQuery(REASK_RUN)
                                .execute(Tuple.of(runId, tasks.rowCount()))
                                .flatMap(rows -> changed(transaction, runId, rows, "re-asked", "FINISHED or CANCELLED"))
                                .invoke(() -> requireFailed(tasks.rowCount()))))
                .invoke(row -> changed.fire(new RunsChanged()))
                .replaceWithVoid();
    }

    private static void requireFailed(int tasks) {
        if (tasks == 0) {
            throw ProblemException.conflict("The run has no task that ended as error; there is nothing to ask again.");
        }
    }

    private static Uni<Row> changed(
            SqlConnection transaction, UUID runId, RowSet<Row> rows, String action, String allowed) {
        if (rows.rowCount() == 1) {
            return Uni.createFrom().item(rows.iterator().next());
        }
        return transaction
                .preparedQuery("SELECT state FROM run WHERE id = $1")
                .execute(Tuple.of(runId))
                .map(found -> {
                    if (!found.iterator().hasNext()) {
                        throw ProblemException.notFound("There is no run %s.".formatted(runId));
                    }
                    throw ProblemException.conflict("The run is %s; only a run that is %s can be %s."
                            .formatted(found.iterator().next().getString("state"), allowed, action));
                });
    }

    private Uni<Void> end(String statement, Function<Row, OutboxEvent> event) {
        return database.withTransaction(
                        transaction -> transaction.query(statement).execute().flatMap(rows -> Multi.createFrom()
                                .iterable(rows)
                                .onItem()
                                .transformToUniAndConcatenate(row -> outbox.add(transaction, event.apply(row)))
                                .collect()
                                .last()
                                .replaceWith(rows)))
                .invoke(this::tell)
                .replaceWithVoid();
    }

    private void tell(RowSet<Row> rows) {
        for (var row : rows) {
            LOG.infof(
                    "run ended runId=%s state=%s reason=%s error=%d",
                    row.getUUID("id"), row.getString("state"), row.getString("reason"), row.getLong("error"));
        }
        if (rows.rowCount() > 0) {
            outbox.wake();
        }
    }

    private static OutboxEvent finished(Row row) {
        return RunEvents.finished(
                row.getUUID("id"),
                counts(row),
                row.getOffsetDateTime("finished_at").toInstant(),
                row.getLong("sequence"));
    }

    private static OutboxEvent cancelled(Row row) {
        return RunEvents.cancelled(
                row.getUUID("id"),
                counts(row),
                row.getOffsetDateTime("finished_at").toInstant(),
                row.getLong("sequence"),
                row.getString("reason"));
    }

    private static OutcomeCounts counts(Row row) {
        return OutcomeCounts.newBuilder()
                .setAnswered(row.getLong("answered"))
                .setFilteredInput(row.getLong("filtered_input"))
                .setFilteredOutput(row.getLong("filtered_output"))
                .setTruncated(row.getLong("truncated"))
                .setEmpty(row.getLong("empty"))
                .setError(row.getLong("error"))
                .build();
    }
}
