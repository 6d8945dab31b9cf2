package io.flames.annotation.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Stores rows of a batch, all or none. A row that is there already stays as it is. */
@ApplicationScoped
class Received {
    private static final String RESPONSES =
            """
            INSERT INTO response (response_id, revision, run_id, release_id, prompt_id, target_name, target_version_id,
                                  target_version, synthetic, dimension, subcomponent, attack_method, prompt, scorable,
                                  text, collected_at)
            SELECT * FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::uuid[],
                                 $8::int[], $9::boolean[], $10::smallint[], $11::text[], $12::text[], $13::text[],
                                 $14::boolean[], $15::text[], $16::timestamptz[])
            ON CONFLICT DO NOTHING""";

    private static final String SCORES =
            """
            INSERT INTO score (score_id, response_id, revision, scorer_version_id, scorer_name, scorer_version, score,
                               p3, p2, p1, disagreement, scored_at)
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::text[], $6::int[], $7::smallint[],
                                 $8::float8[], $9::float8[], $10::float8[], $11::float8[], $12::timestamptz[])
            ON CONFLICT DO NOTHING""";

    private final Pool pool;

    Received(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> responses(List<ResponseRow> rows) {
        var values = Tuple.tuple()
                .addValue(column(rows, ResponseRow::responseId, UUID[]::new))
                .addValue(column(rows, ResponseRow::revision, Integer[]::new))
                .addValue(column(rows, ResponseRow::runId, UUID[]::new))
                .addValue(column(rows, ResponseRow::releaseId, UUID[]::new))
                .addValue(column(rows, ResponseRow::promptId, UUID[]::new))
                .addValue(column(rows, ResponseRow::targetName, String[]::new))
                .addValue(column(rows, ResponseRow::targetVersionId, UUID[]::new))
                .addValue(column(rows, ResponseRow::targetVersion, Integer[]::new))
                .addValue(column(rows, ResponseRow::synthetic, Boolean[]::new))
                .addValue(column(rows, ResponseRow::dimension, Short[]::new))
                .addValue(column(rows, ResponseRow::subcomponent, String[]::new))
                .addValue(column(rows, ResponseRow::attackMethod, String[]::new))
                .addValue(column(rows, ResponseRow::prompt, String[]::new))
                .addValue(column(rows, ResponseRow::scorable, Boolean[]::new))
                .addValue(column(rows, ResponseRow::text, String[]::new))
                .addValue(column(rows, ResponseRow::collectedAt, OffsetDateTime[]::new));
        return pool.preparedQuery(RESPONSES).execute(values).replaceWithVoid();
    }

    Uni<Void> scores(List<Optional<ScoreRow>> verdicts) {
        var rows = verdicts.stream().flatMap(Optional::stream).toList();
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var values = Tuple.tuple()
                .addValue(column(rows, ScoreRow::scoreId, UUID[]::new))
                .addValue(column(rows, ScoreRow::responseId, UUID[]::new))
                .addValue(column(rows, ScoreRow::revision, Integer[]::new))
                .addValue(column(rows, ScoreRow::scorerVersionId, UUID[]::new))
                .addValue(column(rows, ScoreRow::scorerName, String[]::new))
                .addValue(column(rows, ScoreRow::scorerVersion, Integer[]::new))
                .addValue(column(rows, ScoreRow::score, Short[]::new))
                .addValue(rows.stream().map(ScoreRow::p3).toArray(Double[]::new))
                .addValue(rows.stream().map(ScoreRow::p2).toArray(Double[]::new))
                .addValue(rows.stream().map(ScoreRow::p1).toArray(Double[]::new))
                .addValue(rows.stream().map(ScoreRow::disagreement).toArray(Double[]::new))
                .addValue(column(rows, ScoreRow::scoredAt, OffsetDateTime[]::new));
        return pool.preparedQuery(SCORES).execute(values).replaceWithVoid();
    }

    private static <R, T> T[] column(List<R> rows, Function<R, T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
