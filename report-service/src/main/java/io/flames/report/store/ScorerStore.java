package io.flames.report.store;

import io.flames.report.stats.PairedCluster;
import io.flames.report.store.Views.PairOfPrompts;
import io.flames.report.store.Views.Promotion;
import io.flames.report.store.Views.Scorer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Reads scorer versions, their promotions, and what two scorer versions say of the same responses. Waits for the database. */
@ApplicationScoped
public class ScorerStore {
    /** Matches no verdict: nothing is scored as long as no scorer is known. */
    public static final UUID NO_SCORER = new UUID(0, 0);

    private static final String BOTH =
            """
            from response r
            join score a on a.response_id = r.response_id and a.revision = r.revision and a.scorer_version_id = $2
            join score b on b.response_id = r.response_id and b.revision = r.revision and b.scorer_version_id = $3
            where r.run_id = $1 and r.outcome in ('answered', 'truncated')
            and a.score is not null and b.score is not null
            """;

    private final Database database;

    ScorerStore(Database database) {
        this.database = database;
    }

    /**
     * The promoted one first, then those promoted before it, newest first; then the newest registered, then by version, and
     * at last the shadows.
     */
    public List<Scorer> all() {
        return database.all(
                "select *, coalesce(shadow_started_at > greatest(shadow_stopped_at, promoted_at,"
                        + " '-infinity'::timestamptz), false) as shadow from scorer"
                        + " order by promoted_at desc nulls last, shadow, registered_at desc nulls last, version desc, name",
                Tuple.tuple(),
                ScorerStore::scorer);
    }

    /** Newest first. */
    public List<Promotion> promotions() {
        return database.all(
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
        return database.all(
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
                        new PairedCluster(
                                TallyStore.tally(row, "a"), TallyStore.tally(row, "b"), row.getLong("prompts"))));
    }

    /** How many of a run's responses the versions both scored, and how they differ. */
    public Sides sides(UUID runId, UUID before, UUID after) {
        return database.first(
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

    private static Scorer scorer(Row row) {
        return new Scorer(
                row.getUUID("scorer_version_id"),
                row.getString("name"),
                row.getInteger("version"),
                row.getString("digest"),
                row.getString("kind"),
                row.getString("model_card"),
                row.getOffsetDateTime("registered_at"),
                row.getOffsetDateTime("promoted_at"),
                row.getBoolean("shadow"));
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
