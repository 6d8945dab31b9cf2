package io.flames.report.store;

import io.flames.report.store.Rows.PromptRow;
import io.flames.report.store.Rows.ReleaseClosedRow;
import io.flames.report.store.Rows.ReleaseRow;
import io.flames.report.store.Rows.ResponseRow;
import io.flames.report.store.Rows.RunEndedRow;
import io.flames.report.store.Rows.RunRow;
import io.flames.report.store.Rows.RunStartedRow;
import io.flames.report.store.Rows.ScoreRow;
import io.flames.report.store.Rows.ScorerRow;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes batches of rows, each batch in one transaction, each row by an upsert that gives the same table however often
 * and in whatever order it is written: the highest revision, the highest sequence, the first verdict stay.
 *
 * <p>A batch that changed something of a run raises the run's change number, as its last statement and in the order of
 * the ids, so that batches of different partitions do not wait for each other long and never deadlock.
 */
@ApplicationScoped
public class ProjectionStore {
    private final Pool pool;

    ProjectionStore(Pool pool) {
        this.pool = pool;
    }

    public Uni<Void> storeReleases(List<ReleaseRow> rows) {
        var prompts = only(rows, PromptRow.class);
        var closed = only(rows, ReleaseClosedRow.class);
        return pool.withTransaction(
                connection -> batch(connection, ProjectionSql.PROMPT, prompts, ProjectionTuples::prompt)
                        .chain(() -> batch(connection, ProjectionSql.RELEASE, closed, ProjectionTuples::closed))
                        .replaceWithVoid());
    }

    public Uni<Void> storeRuns(List<RunRow> rows) {
        var started = only(rows, RunStartedRow.class);
        var ended = only(rows, RunEndedRow.class);
        return pool.withTransaction(
                connection -> batch(connection, ProjectionSql.RUN_STARTED, started, ProjectionTuples::started)
                        .chain(() -> batch(connection, ProjectionSql.RUN_ENDED, ended, ProjectionTuples::ended))
                        .chain(() -> changed(
                                connection,
                                new HashSet<>(rows.stream().map(RunRow::runId).toList()))));
    }

    public Uni<Void> storeResponses(List<ResponseRow> rows) {
        return pool.withTransaction(
                connection -> batch(connection, ProjectionSql.RESPONSE, rows, ProjectionTuples::response)
                        .chain(changes -> changed(connection, runsOf(changes))));
    }

    /** @return the verdicts that were new, for the metrics of their scorer */
    public Uni<List<ScoreRow>> storeScores(List<ScoreRow> rows) {
        var scorers = new LinkedHashMap<UUID, ScorerRow>();
        rows.forEach(row -> scorers.put(row.scorer().scorerVersionId(), row.scorer()));
        return pool.withTransaction(connection -> batch(connection, ProjectionSql.SCORE, rows, ProjectionTuples::score)
                .chain(changes -> batch(
                                connection, ProjectionSql.SCORER, sorted(scorers.values()), ProjectionTuples::scorer)
                        .chain(() -> changed(connection, runsOf(changes)))
                        .replaceWith(() -> newOnes(rows, changes))));
    }

    public Uni<Void> storeScorers(List<ScorerRow> rows) {
        return pool.withTransaction(connection -> batch(
                        connection, ProjectionSql.SCORER, sorted(rows), ProjectionTuples::scorer)
                .chain(() -> batch(connection, ProjectionSql.PROMOTION, promotions(rows), ProjectionTuples::promotion))
                .replaceWithVoid());
    }

    private static List<ScorerRow> promotions(List<ScorerRow> rows) {
        return rows.stream().filter(row -> row.promotion() != null).toList();
    }

    /** One upsert a row, pipelined; the result tells for each row in turn which run it changed. */
    private static <T> Uni<List<RowSet<Row>>> batch(
            SqlConnection connection, String sql, List<T> rows, Function<T, Tuple> tuple) {
        if (rows.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return connection
                .preparedQuery(sql)
                .executeBatch(rows.stream().map(tuple).toList())
                .map(ProjectionStore::each);
    }

    private static List<RowSet<Row>> each(RowSet<Row> first) {
        var results = new ArrayList<RowSet<Row>>();
        for (RowSet<Row> result = first; result != null; result = result.next()) {
            results.add(result);
        }
        return results;
    }

    private static Set<UUID> runsOf(List<RowSet<Row>> changes) {
        var runs = new HashSet<UUID>();
        changes.forEach(change -> change.forEach(row -> runs.add(row.getUUID("run_id"))));
        return runs;
    }

    private static List<ScoreRow> newOnes(List<ScoreRow> rows, List<RowSet<Row>> changes) {
        var fresh = new ArrayList<ScoreRow>();
        for (int i = 0; i < changes.size(); i++) {
            if (changes.get(i).size() > 0) {
                fresh.add(rows.get(i));
            }
        }
        return fresh;
    }

    private static Uni<Void> changed(SqlConnection connection, Set<UUID> runs) {
        if (runs.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var ordered = runs.stream().sorted().toArray(UUID[]::new);
        return connection
                .preparedQuery(ProjectionSql.RUN_CHANGE)
                .execute(Tuple.of(ordered))
                .replaceWithVoid();
    }

    /** In the order of ids, so that two transactions lock the few scorers in one order. */
    private static List<ScorerRow> sorted(Collection<ScorerRow> rows) {
        return rows.stream()
                .sorted((a, b) -> a.scorerVersionId().compareTo(b.scorerVersionId()))
                .toList();
    }

    private static <T> List<T> only(List<? super T> rows, Class<T> type) {
        return rows.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
