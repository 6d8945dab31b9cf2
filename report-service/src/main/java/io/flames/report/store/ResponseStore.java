package io.flames.report.store;

import io.flames.report.store.Views.ResponseCursor;
import io.flames.report.store.Views.ResponseFilter;
import io.flames.report.store.Views.ResponseLine;
import io.flames.report.store.Views.Verdict;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads responses with their verdicts, page by page in the order dimension, prompt, sample. */
@ApplicationScoped
public class ResponseStore {
    private static final String LINES =
            """
            select r.*, s.scorer_version_id, s.score_id, s.revision as score_revision, s.score, s.unscorable_reason,
                s.detail as score_detail, s.probability_of_3, s.probability_of_2, s.probability_of_1,
                s.inference_micros, s.input_truncated, s.scored_at
            from response r left join score s
            on s.response_id = r.response_id and s.revision = r.revision and s.scorer_version_id = $2
            """;
    private static final ResponseCursor BEFORE_ALL = new ResponseCursor(0, new UUID(0, 0), 0);
    private static final String FILTERED =
            """
            where r.run_id = $1
            and (r.dimension, r.prompt_id, r.sample) > ($3::smallint, $4::uuid, $5::int)
            and ($6::smallint is null or r.dimension = $6)
            and ($7::text is null or r.subcomponent = $7)
            and ($8::text is null or r.attack_method = $8)
            and ($9::text is null or r.outcome = $9)
            and ($10::int is null
                or ($10 > 0 and s.score = $10)
                or ($10 = 0 and s.response_id is not null and s.score is null)
                or ($10 < 0 and s.response_id is null))
            and ($11::text is null or position(lower($11) in lower(r.prompt)) > 0
                or position(lower($11) in lower(r.answer)) > 0)
            order by r.dimension, r.prompt_id, r.sample
            limit $12
            """;

    private final Database database;

    ResponseStore(Database database) {
        this.database = database;
    }

    /** @param after null for the first page */
    public List<ResponseLine> ofRun(
            UUID runId, UUID scorer, ResponseFilter filter, @Nullable ResponseCursor after, int limit) {
        var from = after == null ? BEFORE_ALL : after;
        return database.all(
                LINES + FILTERED,
                Tuple.tuple(Arrays.asList(
                        runId,
                        scorer,
                        (short) from.dimension(),
                        from.promptId(),
                        from.sample(),
                        filter.dimension() == null ? null : filter.dimension().shortValue(),
                        filter.subcomponent(),
                        filter.attackMethod(),
                        filter.outcome(),
                        filter.score() == null ? null : filter.score().score(),
                        filter.text(),
                        limit)),
                ResponseStore::line);
    }

    public Optional<ResponseLine> response(UUID id, UUID scorer) {
        return database.first(LINES + " where r.response_id = $1", Tuple.of(id, scorer), ResponseStore::line);
    }

    /** Every scorer's verdicts on every revision, newest first. */
    public List<Verdict> verdicts(UUID responseId) {
        return database.all(
                """
                select scorer_version_id, score_id, revision as score_revision, score, unscorable_reason,
                    detail as score_detail, probability_of_3, probability_of_2, probability_of_1, inference_micros,
                    input_truncated, scored_at
                from score where response_id = $1 order by revision desc, scored_at desc
                """,
                Tuple.of(responseId),
                ResponseStore::verdict);
    }

    private static ResponseLine line(Row row) {
        return new ResponseLine(
                row.getUUID("response_id"),
                row.getInteger("revision"),
                row.getUUID("prompt_id"),
                row.getInteger("sample"),
                row.getInteger("dimension"),
                row.getString("subcomponent"),
                row.getString("attack_method"),
                row.getString("language"),
                row.getString("prompt"),
                row.getString("outcome"),
                row.getString("answer"),
                row.getBoolean("answer_cut"),
                row.getString("finish_reason"),
                row.getString("returned_model"),
                row.getInteger("prompt_tokens"),
                row.getInteger("completion_tokens"),
                row.getLong("latency_ms"),
                row.getInteger("attempts"),
                row.getString("detail"),
                row.getOffsetDateTime("collected_at"),
                row.getUUID("run_id"),
                row.getUUID("release_id"),
                row.getString("target_name"),
                row.getUUID("target_version_id"),
                row.getInteger("target_version"),
                row.getBoolean("synthetic"),
                row.getUUID("scorer_version_id") == null ? null : verdict(row));
    }

    private static Verdict verdict(Row row) {
        return new Verdict(
                row.getUUID("scorer_version_id"),
                row.getUUID("score_id"),
                row.getInteger("score_revision"),
                row.getInteger("score"),
                row.getString("unscorable_reason"),
                row.getString("score_detail"),
                row.getDouble("probability_of_3"),
                row.getDouble("probability_of_2"),
                row.getDouble("probability_of_1"),
                row.getLong("inference_micros"),
                row.getBoolean("input_truncated"),
                row.getOffsetDateTime("scored_at"));
    }
}
