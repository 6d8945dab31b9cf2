package io.flames.generation.task;

import io.flames.generation.client.Endpoint;
import io.flames.generation.target.Decoding;
import io.flames.generation.target.FrozenTarget;
import io.flames.generation.target.TargetKind;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The leased tasks in Postgres. Every statement is a transaction of its own; times are the database's. */
@ApplicationScoped
class TaskQueue {
    private static final String LEASE =
            """
            SELECT l.*, r.release_id, r.target_version_id, p.prompt_id, p.dimension, p.subcomponent,
                   p.attack_method, p.language, p.text
              FROM lease_tasks($1, $2, $3, $4, $5, $6, $7, $8) l
              LEFT JOIN run r ON r.id = l.run
              LEFT JOIN release_prompt p ON p.release_id = r.release_id AND p.position = l.pos""";

    private static final String ACTIVE =
            """
            SELECT t.id, t.name, t.api_key_env, t.request_timeout_seconds, t.max_concurrency, v.id AS version_id,
                   v.number, v.base_url, v.model, v.temperature, v.top_p, v.max_tokens, v.seed, v.system_prompt,
                   v.extra_body, v.synthetic
              FROM (SELECT DISTINCT target_id, target_version_id FROM run WHERE state = 'RUNNING' AND remaining > 0) r
              JOIN target t ON t.id = r.target_id
              JOIN target_version v ON v.id = r.target_version_id""";

    private static final String STORE =
            """
            WITH result AS (
                SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[], $4::bigint[], $5::int[], $6::text[],
                                     $7::text[], $8::text[], $9::int[], $10::int[], $11::bigint[], $12::text[],
                                     $13::uuid[], $14::bytea[])
                    AS u(run_id, position, sample, token, outcome, detail, finish_reason, returned_model,
                         prompt_tokens, completion_tokens, latency_ms, key, event_id, payload)),
            stored AS (
                UPDATE task k
                   SET state = 2, outcome = u.outcome, detail = u.detail, finish_reason = u.finish_reason,
                       returned_model = u.returned_model, prompt_tokens = u.prompt_tokens,
                       completion_tokens = u.completion_tokens, latency_ms = u.latency_ms,
                       ended_at = clock_timestamp()
                  FROM result u
                 WHERE k.run_id = u.run_id AND k.position = u.position AND k.sample = u.sample
                   AND k.state = 1 AND k.token = u.token
                RETURNING u.*),
            told AS (
                INSERT INTO outbox (topic, key, event_id, payload)
                SELECT $15, key, event_id, payload FROM stored),
            sums AS (
                SELECT run_id, count(*) AS n,
                       count(*) FILTER (WHERE outcome = 1) AS answered,
                       count(*) FILTER (WHERE outcome = 2) AS filtered_input,
                       count(*) FILTER (WHERE outcome = 3) AS filtered_output,
                       count(*) FILTER (WHERE outcome = 4) AS truncated,
                       count(*) FILTER (WHERE outcome = 5) AS empty,
                       count(*) FILTER (WHERE outcome = 6) AS error,
                       sum(prompt_tokens) AS prompt_tokens, sum(completion_tokens) AS completion_tokens
                  FROM stored GROUP BY run_id)
            UPDATE run r
               SET remaining = r.remaining - s.n, answered = r.answered + s.answered,
                   filtered_input = r.filtered_input + s.filtered_input,
                   filtered_output = r.filtered_output + s.filtered_output,
                   truncated = r.truncated + s.truncated, empty = r.empty + s.empty, error = r.error + s.error,
                   prompt_tokens = r.prompt_tokens + s.prompt_tokens,
                   completion_tokens = r.completion_tokens + s.completion_tokens
              FROM sums s WHERE r.id = s.run_id
            RETURNING r.id, s.n, r.remaining = 0 OR r.state <> 'RUNNING' AS ended""";

    private static final String GIVE_BACK =
            """
            UPDATE task k
               SET state = 0, throttled = u.throttled, attempts = k.attempts - u.uncalled,
                   not_before = clock_timestamp() + u.delay_ms * interval '1 millisecond'
              FROM unnest($1::uuid[], $2::int[], $3::int[], $4::bigint[], $5::int[], $6::bigint[], $7::int[])
                AS u(run_id, position, sample, token, throttled, delay_ms, uncalled)
             WHERE k.run_id = u.run_id AND k.position = u.position AND k.sample = u.sample
               AND k.state = 1 AND k.token = u.token""";

    /** Leases of this replica that it knows nothing of: the reply to their statement was lost. */
    private static final String GIVE_BACK_UNKNOWN =
            """
            UPDATE task k SET state = 0, attempts = k.attempts - 1
             WHERE k.target_id = $1 AND k.state = 1 AND k.owner = $2
               AND NOT EXISTS (SELECT FROM unnest($3::uuid[], $4::int[], $5::int[]) AS u(run_id, position, sample)
                                WHERE u.run_id = k.run_id AND u.position = k.position AND u.sample = k.sample)""";

    private final Pool database;

    TaskQueue(Pool database) {
        this.database = database;
    }

    /** @param waitMs when to ask again, where fewer than wanted were to be had; 0 otherwise */
    record Batch(List<TaskLease> leases, long waitMs) {}

    /** @param runsEnded whether a run of these results may have come to its end */
    record Stored(int count, boolean runsEnded) {}

    /**
     * @param alive how long this counts as a sign of life
     * @param ended leases of this replica whose calls have ended, stored or not
     */
    Future<Batch> lease(
            UUID targetId, UUID worker, Duration alive, int want, long leaseMs, Collection<TaskLease> ended) {
        return database.preparedQuery(LEASE)
                .execute(Tuple.tuple()
                        .addValue(targetId)
                        .addValue(worker)
                        .addValue((int) alive.toMillis())
                        .addValue(want)
                        .addValue(leaseMs)
                        .addValue(ended.stream().map(TaskLease::runId).toArray(UUID[]::new))
                        .addValue(ended.stream().map(TaskLease::position).toArray(Integer[]::new))
                        .addValue(ended.stream().map(TaskLease::sample).toArray(Integer[]::new)))
                .map(TaskQueue::batch);
    }

    Future<Map<UUID, ActiveTarget>> active() {
        return database.preparedQuery(ACTIVE).execute().map(TaskQueue::targets);
    }

    Future<Stored> store(List<TaskResult.Ended> results, String topic) {
        var rows = Tuple.tuple()
                .addValue(results.stream().map(r -> r.lease().runId()).toArray(UUID[]::new))
                .addValue(results.stream().map(r -> r.lease().position()).toArray(Integer[]::new))
                .addValue(results.stream().map(r -> r.lease().sample()).toArray(Integer[]::new))
                .addValue(results.stream().map(r -> r.lease().token()).toArray(Long[]::new))
                .addValue(results.stream().map(r -> r.answer().outcome().code()).toArray(Integer[]::new))
                .addValue(results.stream().map(r -> r.answer().detail()).toArray(String[]::new))
                .addValue(results.stream().map(r -> r.answer().finishReason()).toArray(String[]::new))
                .addValue(results.stream().map(r -> r.answer().returnedModel()).toArray(String[]::new))
                .addValue(results.stream().map(r -> r.answer().promptTokens()).toArray(Integer[]::new))
                .addValue(
                        results.stream().map(r -> r.answer().completionTokens()).toArray(Integer[]::new))
                .addValue(results.stream().map(TaskResult.Ended::latencyMs).toArray(Long[]::new))
                .addValue(results.stream().map(r -> r.event().key()).toArray(String[]::new))
                .addValue(results.stream().map(r -> r.event().eventId()).toArray(UUID[]::new))
                .addValue(results.stream()
                        .map(r -> Buffer.buffer(r.event().payload()))
                        .toArray(Buffer[]::new))
                .addValue(topic);
        return database.preparedQuery(STORE).execute(rows).map(TaskQueue::stored);
    }

    Future<Void> giveBack(List<TaskResult.GivenBack> given) {
        var rows = Tuple.tuple()
                .addValue(given.stream().map(g -> g.lease().runId()).toArray(UUID[]::new))
                .addValue(given.stream().map(g -> g.lease().position()).toArray(Integer[]::new))
                .addValue(given.stream().map(g -> g.lease().sample()).toArray(Integer[]::new))
                .addValue(given.stream().map(g -> g.lease().token()).toArray(Long[]::new))
                .addValue(given.stream().map(TaskResult.GivenBack::throttled).toArray(Integer[]::new))
                .addValue(given.stream().map(g -> g.delay().toMillis()).toArray(Long[]::new))
                .addValue(given.stream().map(g -> g.called() ? 0 : 1).toArray(Integer[]::new));
        return database.preparedQuery(GIVE_BACK).execute(rows).mapEmpty();
    }

    Future<Void> giveBackUnknown(UUID targetId, UUID worker, Collection<TaskLease> known) {
        return database.preparedQuery(GIVE_BACK_UNKNOWN)
                .execute(Tuple.of(
                        targetId,
                        worker,
                        known.stream().map(TaskLease::runId).toArray(UUID[]::new),
                        known.stream().map(TaskLease::position).toArray(Integer[]::new),
                        known.stream().map(TaskLease::sample).toArray(Integer[]::new)))
                .mapEmpty();
    }

    /** The endpoint asked every caller to wait. */
    Future<Void> pause(UUID targetId, Duration wait) {
        return database.preparedQuery(
                        """
                        UPDATE target_gate
                           SET paused_until = greatest(paused_until,
                                                       clock_timestamp() + $2::bigint * interval '1 millisecond')
                         WHERE target_id = $1""")
                .execute(Tuple.of(targetId, wait.toMillis()))
                .mapEmpty();
    }

    /** A sign of life; and forgets replicas that are long gone. */
    Future<Void> alive(UUID worker, Duration alive) {
        return database.preparedQuery(
                        """
                        WITH gone AS (DELETE FROM worker w WHERE w.alive_until < clock_timestamp() - interval '1 hour'
                            AND NOT EXISTS (SELECT FROM task k WHERE k.owner = w.id AND k.state = 1))
                        INSERT INTO worker
                        VALUES ($1, clock_timestamp() + $2::bigint * interval '1 millisecond')
                        ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until""")
                .execute(Tuple.of(worker, alive.toMillis()))
                .mapEmpty();
    }

    /** This replica stops: everything it still holds may be leased by others at once. */
    Future<Void> leave(UUID worker) {
        return database.preparedQuery("DELETE FROM worker WHERE id = $1")
                .execute(Tuple.of(worker))
                .mapEmpty();
    }

    private static Batch batch(RowSet<Row> rows) {
        var leases = new ArrayList<TaskLease>(rows.size());
        long waitMs = 0;
        for (var row : rows) {
            if (row.getInteger("pos") < 0) {
                waitMs = row.getLong("wait_ms");
            } else {
                leases.add(lease(row));
            }
        }
        return new Batch(leases, waitMs);
    }

    private static TaskLease lease(Row row) {
        return new TaskLease(
                row.getUUID("run"),
                row.getInteger("pos"),
                row.getInteger("smp"),
                row.getLong("tok"),
                row.getInteger("rev"),
                row.getInteger("tried"),
                row.getInteger("waits"),
                row.getUUID("release_id"),
                row.getUUID("target_version_id"),
                row.getUUID("prompt_id"),
                row.getInteger("dimension"),
                row.getString("subcomponent"),
                row.getString("attack_method"),
                row.getString("language"),
                row.getString("text"));
    }

    private static Stored stored(RowSet<Row> rows) {
        int count = 0;
        boolean ended = false;
        for (var row : rows) {
            count += row.getLong("n").intValue();
            ended |= row.getBoolean("ended");
        }
        return new Stored(count, ended);
    }

    private static Map<UUID, ActiveTarget> targets(RowSet<Row> rows) {
        var targets = new LinkedHashMap<UUID, ActiveTarget>();
        for (var row : rows) {
            var timeout = Duration.ofSeconds(row.getInteger("request_timeout_seconds"));
            var target = targets.computeIfAbsent(
                    row.getUUID("id"),
                    id -> new ActiveTarget(
                            id,
                            row.getString("name"),
                            row.getInteger("max_concurrency"),
                            timeout.toMillis(),
                            new HashMap<>()));
            var versionId = row.getUUID("version_id");
            target.versions()
                    .put(
                            versionId,
                            new ActiveTarget.ActiveVersion(
                                    row.getInteger("number"),
                                    new Endpoint(
                                            versionId,
                                            frozen(row),
                                            row.getString("api_key_env"),
                                            timeout,
                                            target.maxConcurrency())));
        }
        return targets;
    }

    private static FrozenTarget frozen(Row row) {
        var decoding = new Decoding(
                row.getDouble("temperature"),
                row.getDouble("top_p"),
                row.getInteger("max_tokens"),
                row.getLong("seed"),
                row.getString("system_prompt"),
                row.getString("extra_body"));
        return new FrozenTarget(
                TargetKind.OPENAI,
                row.getString("base_url"),
                row.getString("model"),
                decoding,
                row.getBoolean("synthetic"));
    }
}
