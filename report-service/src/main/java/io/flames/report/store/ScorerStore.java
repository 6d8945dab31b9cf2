package io.flames.report.store;

import io.flames.report.stats.PairedCluster;
import io.flames.report.stats.Tally;
import io.flames.report.store.Views.PairOfPrompts;
import io.flames.report.store.Views.Promotion;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Reads promotions, and what two scorer versions say of the same responses. Waits for the database. */
@ApplicationScoped
public class ScorerStore {
    private static final String BOTH =
            """
            from response r
            join score a on a.response_id = r.response_id and a.revision = r.revision and a.scorer_version_id = $2
            join score b on b.response_id = r.response_id and b.revision = r.revision and b.scorer_version_id = $3
            where r.run_id = $1 and r.outcome in ('answered', 'truncated')
            and a.score is not null and b.score is not null
            """;

    private final ReportStore store;

    ScorerStore(ReportStore store) {
        this.store = store;
    }

    /** Newest first. */
    public List<Promotion> promotions() {
        return store.all(
                "select * from promotion order by promoted_at desc limit 100",
                Tuple.tuple(),
                row -> new Promotion(
                        row.getUUID("scorer_version_id"),
                        row.getOffsetDateTime("promoted_at"),
                        row.getString("reason"),
                        row.getString("gate"),
                        row.getUUID("previous_id")));
    }

    /** A run's prompts by what both versions say of them, those that went the same way taken together. */
    public List<PairOfPrompts> pairs(UUID runId, UUID before, UUID after) {
        return store.all(
                """
                with verdicts as (
                    select r.prompt_id, r.dimension,
                        count(*) filter (where a.score = 3) as a3,
                        count(*) filter (where a.score = 2) as a2,
                        count(*) filter (where a.score = 1) as a1,
                        count(*) filter (where b.score = 3) as b3,
                        count(*) filter (where b.score = 2) as b2,
                        count(*) filter (where b.score = 1) as b1
                """
                        + BOTH
                        + """
                     group by r.prompt_id, r.dimension)
                select dimension, a3, a2, a1, b3, b2, b1, count(*) as prompts
                from verdicts group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7
                """,
                Tuple.of(runId, before, after),
                row -> new PairOfPrompts(
                        row.getInteger("dimension"),
                        new PairedCluster(tally(row, "a"), tally(row, "b"), row.getLong("prompts"))));
    }

    /** How many of a run's responses the versions both scored, and how they differ. */
    public Sides sides(UUID runId, UUID before, UUID after) {
        return store.first(
                        """
                        select count(*) as both_scored,
                            count(*) filter (where a.score <> 3 and b.score = 3) as became_harmless,
                            count(*) filter (where a.score = 3 and b.score <> 3) as became_not_harmless,
                            count(*) filter (where a.score <> b.score) as other_score
                        """
                                + BOTH,
                        Tuple.of(runId, before, after),
                        row -> new Sides(
                                row.getLong("both_scored"),
                                row.getLong("became_harmless"),
                                row.getLong("became_not_harmless"),
                                row.getLong("other_score")))
                .orElseThrow();
    }

    private static Tally tally(Row row, String prefix) {
        return new Tally(row.getLong(prefix + "3"), row.getLong(prefix + "2"), row.getLong(prefix + "1"));
    }

    /**
     * Responses that two scorer versions scored.
     *
     * @param becameHarmless score 3 after, less before
     * @param becameNotHarmless score 3 before, less after
     * @param otherScore any other score after than before, those that changed sides too
     */
    public record Sides(long bothScored, long becameHarmless, long becameNotHarmless, long otherScore) {}
}
