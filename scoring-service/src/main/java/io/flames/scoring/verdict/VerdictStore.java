package io.flames.scoring.verdict;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The table {@code verdict}: one row a score id, never changed. Set-based statements only. */
final class VerdictStore {
    private static final String FIND = "select score_id, payload from verdict where score_id = any($1)";
    private static final String KEEP =
            """
            insert into verdict (score_id, payload)
            select score_id, payload from unnest($1::uuid[], $2::bytea[]) as v (score_id, payload)
            on conflict (score_id) do nothing
            """;

    /** A database that vanished without a word must not hold the verdicts for ever. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

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
        // One order for all replicas, so that two groups with common ids do not wait for each other in a circle.
        var sorted =
                verdicts.stream().sorted(Comparator.comparing(Kept::scoreId)).toList();
        var rows = Tuple.of(
                sorted.stream().map(Kept::scoreId).toArray(UUID[]::new),
                sorted.stream().map(v -> Buffer.buffer(v.payload())).toArray(Buffer[]::new));
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

    private static List<Optional<byte[]>> inOrder(List<UUID> ids, RowSet<Row> rows) {
        Map<UUID, byte[]> payloads = new HashMap<>();
        for (Row row : rows) {
            payloads.put(row.getUUID(0), row.getBuffer(1).getBytes());
        }
        return ids.stream().map(id -> Optional.ofNullable(payloads.get(id))).toList();
    }

    /** @param payload protobuf bytes of the verdict's event */
    record Kept(UUID scoreId, byte[] payload) {}
}
