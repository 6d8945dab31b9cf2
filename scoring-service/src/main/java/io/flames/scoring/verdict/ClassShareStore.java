package io.flames.scoring.verdict;

import io.flames.contracts.Dimensions;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Reads the table {@code class_share}; {@link VerdictStore} writes it. */
final class ClassShareStore implements ClassShares {
    private static final String READ =
            """
            select day, scorer_version_id, dimension, score, verdicts
            from (
                select day, scorer_version_id, dimension, score, verdicts,
                    coalesce(sum(verdicts) over (
                        partition by scorer_version_id, dimension
                        order by day range between unbounded preceding and interval '1 day' preceding), 0) as earlier
                from class_share
                where scorer_version_id = any($1)
            ) as counted
            where earlier < $2 or day > (now() at time zone 'utc')::date - $3::int
            """;

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private final Pool pool;

    ClassShareStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public CompletionStage<List<ClassShare>> read(Set<UUID> scorerVersionIds, long firstVerdicts, int recentDays) {
        return pool.preparedQuery(READ)
                .execute(Tuple.of(scorerVersionIds.toArray(UUID[]::new), firstVerdicts, recentDays))
                .map(rows -> {
                    List<ClassShare> shares = new ArrayList<>();
                    rows.forEach(row -> shares.add(share(row)));
                    return shares;
                })
                .ifNoItem()
                .after(ANSWER_WITHIN)
                .fail()
                .subscribeAsCompletionStage();
    }

    private static ClassShare share(Row row) {
        return new ClassShare(
                row.getLocalDate(0),
                row.getUUID(1),
                Dimensions.bySlug(row.getString(2)).orElseThrow(),
                row.getInteger(3),
                row.getLong(4));
    }
}
