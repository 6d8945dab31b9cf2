package io.flames.report.store;

import io.flames.report.store.Views.Outcomes;
import io.flames.report.store.Views.Run;
import io.flames.report.store.Views.RunCursor;
import io.flames.report.store.Views.RunEnd;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads runs that have started. Waits for the database. */
@ApplicationScoped
public class RunStore {
    private static final String RUNS =
            """
            select run.*, coalesce(run_change.changes, 0) as changes
            from run left join run_change using (run_id)
            where run.started_at is not null
            """;

    private final Database database;

    RunStore(Database database) {
        this.database = database;
    }

    public Optional<Run> byId(UUID id) {
        return database.first(RUNS + " and run.run_id = $1", Tuple.of(id), RunStore::run);
    }

    /** Newest first. */
    public List<Run> list(@Nullable String target, @Nullable UUID releaseId, @Nullable RunCursor before, int limit) {
        return database.all(
                RUNS
                        + """
                         and ($1::text is null or target_name = $1) and ($2::uuid is null or release_id = $2)
                        and ($3::timestamptz is null or (started_at, run.run_id) < ($3, $4))
                        order by started_at desc, run.run_id desc limit $5
                        """,
                Tuple.tuple(Arrays.asList(
                        target,
                        releaseId,
                        before == null ? null : before.startedAt(),
                        before == null ? null : before.id(),
                        limit)),
                RunStore::run);
    }

    /** Runs without an end, newest first, at most 100. */
    public List<Run> unfinished() {
        return database.all(
                RUNS + " and end_sequence is null order by started_at desc limit 100", Tuple.tuple(), RunStore::run);
    }

    /** The newest run of each target version on a release. */
    public List<Run> newestOf(UUID releaseId) {
        return database.all(
                "select distinct on (target_version_id) * from (" + RUNS + ") run where release_id = $1 "
                        + "order by target_version_id, started_at desc, run_id desc",
                Tuple.of(releaseId),
                RunStore::run);
    }

    /** The newest run of each of the newest target versions, newest first. */
    public List<Run> newest(int targetVersions) {
        return database.all(
                "select * from (select distinct on (target_version_id) * from (" + RUNS + ") run "
                        + "order by target_version_id, started_at desc, run_id desc) newest "
                        + "order by started_at desc limit $1",
                Tuple.of(targetVersions),
                RunStore::run);
    }

    private static Run run(Row row) {
        return new Run(
                row.getUUID("run_id"),
                row.getUUID("release_id"),
                row.getString("set_name"),
                row.getInteger("release_number"),
                row.getString("release_digest"),
                row.getString("target_name"),
                row.getUUID("target_version_id"),
                row.getInteger("target_version"),
                row.getString("target_digest"),
                row.getString("model"),
                row.getString("endpoint"),
                row.getString("parameters"),
                row.getBoolean("synthetic"),
                row.getInteger("samples"),
                row.getLong("expected"),
                row.getString("trigger"),
                row.getOffsetDateTime("started_at"),
                end(row),
                row.getLong("changes"));
    }

    private static @Nullable RunEnd end(Row row) {
        return row.getLong("end_sequence") == null
                ? null
                : new RunEnd(
                        row.getBoolean("cancelled"),
                        outcomes(row, "end_"),
                        row.getOffsetDateTime("ended_at"),
                        row.getString("end_reason"));
    }

    /** @param prefix of the names of the columns */
    static Outcomes outcomes(Row row, String prefix) {
        return new Outcomes(
                row.getLong(prefix + "answered"),
                row.getLong(prefix + "filtered_input"),
                row.getLong(prefix + "filtered_output"),
                row.getLong(prefix + "truncated"),
                row.getLong(prefix + "empty"),
                row.getLong(prefix + "error"));
    }
}
