package io.flames.scoring.verdict;

import io.flames.contracts.Dimensions;
import io.flames.contracts.scoring.v1.ScoreEvent;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The table {@code verdict}: one row a score id, never changed. With its insert, in the same statement, its class is
 * counted in {@code class_share}. Set-based statements only.
 */
final class VerdictStore {
    private static final String FIND = "select score_id, payload from verdict where score_id = any($1)";
    /** The classes are counted of the rows that were really inserted, in one order for all replicas too. */
    private static final String KEEP =
            """
            with verdicts as (
                select score_id, payload, scorer_version_id, dimension, score
                from unnest($1::uuid[], $2::bytea[], $3::uuid[], $4::text[], $5::int[])
                    as v (score_id, payload, scorer_version_id, dimension, score)
            ), inserted as (
                insert into verdict (score_id, payload)
                select score_id, payload from verdicts
                on conflict (score_id) do nothing
                returning score_id
            )
            insert into class_share as counted (scorer_version_id, dimension, day, score, verdicts)
            select scorer_version_id, dimension, (now() at time zone 'utc')::date, score, count(*)
            from inserted join verdicts using (score_id)
            group by scorer_version_id, dimension, score
            order by scorer_version_id, dimension, score
            on conflict (scorer_version_id, dimension, day, score)
                do update set verdicts = counted.verdicts + excluded.verdicts
            """;

    /** A database that vanished without a word must not hold the verdicts for ever. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private static final int UNSCORABLE = 0;

    private final Pool pool;

    VerdictStore(Pool pool) {
        this.pool = pool;
    }

    /** For each id what is kept, in the ids' order. */
    CompletionStage<List<Optional<byte[]>>> find(List<UUID> ids) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> inOrder(ids, rows))
                .ifNoItem()
                .after(ANSWER_WITHIN)
                .fail()
                .subscribeAsCompletionStage();
    }

    /** Keeps what is new; gives for each what is kept now: an earlier verdict of the same id stays. */
    CompletionStage<List<byte[]>> keep(List<Kept> verdicts) {
        var ids = verdicts.stream().map(Kept::scoreId).toList();
        // One order for all replicas, so that two groups with common ids do not wait for each other in a circle; and
        // each
        // id once, or its class would be counted twice.
        Map<UUID, Kept> sorted = new TreeMap<>();
        verdicts.forEach(verdict -> sorted.putIfAbsent(verdict.scoreId(), verdict));
        var rows = Tuple.of(
                column(sorted, Kept::scoreId, UUID[]::new),
                column(sorted, kept -> Buffer.buffer(kept.payload()), Buffer[]::new),
                column(sorted, Kept::scorerVersionId, UUID[]::new),
                column(sorted, kept -> Dimensions.slugOf(kept.dimension()), String[]::new),
                column(sorted, Kept::score, Integer[]::new));
        return pool.preparedQuery(KEEP)
                .execute(rows)
                .flatMap(inserted -> pool.preparedQuery(FIND).execute(Tuple.of(ids.toArray(UUID[]::new))))
                .map(found -> inOrder(ids, found).stream()
                        .map(payload -> payload.orElseThrow(
                                () -> new IllegalStateException("a verdict that was kept is not there")))
                        .toList())
                .ifNoItem()
                .after(ANSWER_WITHIN)
                .fail()
                .subscribeAsCompletionStage();
    }

    private static <T> T[] column(Map<UUID, Kept> rows, Function<Kept, T> field, IntFunction<T[]> array) {
        return rows.values().stream().map(field).toArray(array);
    }

    private static List<Optional<byte[]>> inOrder(List<UUID> ids, RowSet<Row> rows) {
        Map<UUID, byte[]> payloads = new HashMap<>();
        for (Row row : rows) {
            payloads.put(row.getUUID(0), row.getBuffer(1).getBytes());
        }
        return ids.stream().map(id -> Optional.ofNullable(payloads.get(id))).toList();
    }

    /**
     * @param payload protobuf bytes of the verdict's event
     * @param score 3, 2 or 1; 0 is unscorable
     */
    record Kept(UUID scoreId, byte[] payload, UUID scorerVersionId, Dimension dimension, int score) {
        static Kept of(UUID scoreId, ScoreEvent event) {
            if (event.hasResponseScored()) {
                var scored = event.getResponseScored();
                return new Kept(
                        scoreId,
                        event.toByteArray(),
                        UUID.fromString(scored.getScorerVersion().getScorerVersionId()),
                        scored.getDimension(),
                        scored.getScore());
            }
            var none = event.getResponseUnscorable();
            return new Kept(
                    scoreId,
                    event.toByteArray(),
                    UUID.fromString(none.getScorerVersion().getScorerVersionId()),
                    none.getDimension(),
                    UNSCORABLE);
        }
    }
}
