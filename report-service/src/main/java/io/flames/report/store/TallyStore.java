package io.flames.report.store;

import io.flames.report.stats.PairedCluster;
import io.flames.report.stats.Tally;
import io.flames.report.store.Views.Cell;
import io.flames.report.store.Views.Changed;
import io.flames.report.store.Views.Counts;
import io.flames.report.store.Views.PairOfPrompts;
import io.flames.report.store.Views.TallyOfPrompts;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * Counts the verdicts of one scorer version on runs: always those on the current revision of a response. Waits for the
 * database.
 */
@ApplicationScoped
public class TallyStore {
    private static final String JUDGED =
            """
            response r left join score s
            on s.response_id = r.response_id and s.revision = r.revision and s.scorer_version_id = $2
            and r.outcome in ('answered', 'truncated')
            """;

    private final Database database;

    TallyStore(Database database) {
        this.database = database;
    }

    public Counts counts(UUID runId, UUID scorer) {
        return database.first(
                        """
                        select count(*) filter (where outcome = 'answered') as answered,
                            count(*) filter (where outcome = 'filtered_input') as filtered_input,
                            count(*) filter (where outcome = 'filtered_output') as filtered_output,
                            count(*) filter (where outcome = 'truncated') as truncated,
                            count(*) filter (where outcome = 'empty') as empty,
                            count(*) filter (where outcome = 'error') as error,
                            count(s.score) as scored,
                            count(s.response_id) filter (where s.score is null) as unscorable,
                            coalesce(sum(attempts), 0)::bigint as calls,
                            coalesce(sum(prompt_tokens), 0)::bigint as prompt_tokens,
                            coalesce(sum(completion_tokens), 0)::bigint as completion_tokens,
                            max(collected_at) as newest
                        from
                        """
                                + JUDGED + " where r.run_id = $1",
                        Tuple.of(runId, scorer),
                        row -> new Counts(
                                RunStore.outcomes(row, ""),
                                row.getLong("scored"),
                                row.getLong("unscorable"),
                                row.getLong("calls"),
                                row.getLong("prompt_tokens"),
                                row.getLong("completion_tokens"),
                                row.getOffsetDateTime("newest")))
                .orElse(Counts.NONE);
    }

    /** A run's prompts, those with the same verdicts in the same dimension taken together. */
    public List<TallyOfPrompts> ofPrompts(UUID runId, UUID scorer) {
        return database.all(
                """
                select dimension, n3, n2, n1, count(*) as prompts, sum(n)::bigint as collected from (
                    select r.dimension, r.prompt_id, count(*) as n,
                        count(*) filter (where s.score = 3) as n3,
                        count(*) filter (where s.score = 2) as n2,
                        count(*) filter (where s.score = 1) as n1
                    from
                """
                        + JUDGED
                        + """
                             where r.run_id = $1 group by r.dimension, r.prompt_id) prompts
                        group by dimension, n3, n2, n1 order by dimension, n3, n2, n1
                        """,
                Tuple.of(runId, scorer),
                row -> new TallyOfPrompts(
                        row.getInteger("dimension"),
                        tally(row, "n"),
                        row.getLong("prompts"),
                        row.getLong("collected")));
    }

    public List<Cell> cells(UUID runId, UUID scorer) {
        return database.all(
                """
                select r.dimension, r.subcomponent, r.attack_method, count(*) as collected,
                    count(*) filter (where s.score = 3) as n3,
                    count(*) filter (where s.score = 2) as n2,
                    count(*) filter (where s.score = 1) as n1
                from
                """
                        + JUDGED
                        + " where r.run_id = $1 group by r.dimension, r.subcomponent, r.attack_method"
                        + " order by r.dimension, r.subcomponent, r.attack_method",
                Tuple.of(runId, scorer),
                row -> new Cell(
                        row.getInteger("dimension"),
                        row.getString("subcomponent"),
                        row.getString("attack_method"),
                        tally(row, "n"),
                        row.getLong("collected")));
    }

    /** Prompts that are scored in both runs, those that went the same way taken together. */
    public List<PairOfPrompts> pairs(UUID before, UUID after, UUID scorer) {
        return database.all(
                """
                with verdicts as (
                    select r.run_id, r.prompt_id, r.dimension,
                        count(*) filter (where s.score = 3) as n3,
                        count(*) filter (where s.score = 2) as n2,
                        count(*) filter (where s.score = 1) as n1
                    from response r join score s
                    on s.response_id = r.response_id and s.revision = r.revision and s.scorer_version_id = $3
                    where r.run_id in ($1, $2) and r.outcome in ('answered', 'truncated') and s.score is not null
                    group by r.run_id, r.prompt_id, r.dimension)
                select a.dimension, a.n3 as a3, a.n2 as a2, a.n1 as a1, b.n3 as b3, b.n2 as b2, b.n1 as b1,
                    count(*) as prompts
                from verdicts a join verdicts b using (prompt_id)
                where a.run_id = $1 and b.run_id = $2
                group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7
                """,
                Tuple.of(before, after, scorer),
                row -> new PairOfPrompts(
                        row.getInteger("dimension"),
                        new PairedCluster(tally(row, "a"), tally(row, "b"), row.getLong("prompts"))));
    }

    /** Prompts whose first sample is judged otherwise after than before, those that got worse first. */
    public List<Changed> changed(UUID before, UUID after, UUID scorer, int limit) {
        return database.all(
                """
                with verdicts as (
                    select r.*, s.score from response r join score s
                    on s.response_id = r.response_id and s.revision = r.revision and s.scorer_version_id = $3
                    where r.run_id in ($1, $2) and r.sample = 0
                    and r.outcome in ('answered', 'truncated') and s.score is not null)
                select a.dimension, a.subcomponent, a.prompt, a.response_id as before, b.response_id as after,
                    a.answer as answer_before, b.answer as answer_after,
                    a.score as score_before, b.score as score_after
                from verdicts a join verdicts b using (prompt_id)
                where a.run_id = $1 and b.run_id = $2 and (a.score = 3) <> (b.score = 3)
                order by b.score - a.score, a.dimension, a.prompt_id limit $4
                """,
                Tuple.of(before, after, scorer, limit),
                row -> new Changed(
                        row.getInteger("dimension"),
                        row.getString("subcomponent"),
                        row.getString("prompt"),
                        row.getUUID("before"),
                        row.getUUID("after"),
                        row.getString("answer_before"),
                        row.getString("answer_after"),
                        row.getInteger("score_before"),
                        row.getInteger("score_after")));
    }

    /** @param prefix of the names of three columns, {@code 3}, {@code 2} and {@code 1} */
    static Tally tally(Row row, String prefix) {
        return new Tally(row.getLong(prefix + "3"), row.getLong(prefix + "2"), row.getLong(prefix + "1"));
    }
}
