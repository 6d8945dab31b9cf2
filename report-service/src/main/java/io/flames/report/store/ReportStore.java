package io.flames.report.store;

import io.flames.report.stats.PairedCluster;
import io.flames.report.stats.Tally;
import io.flames.report.store.Views.Cell;
import io.flames.report.store.Views.Changed;
import io.flames.report.store.Views.Counts;
import io.flames.report.store.Views.Outcomes;
import io.flames.report.store.Views.PairOfPrompts;
import io.flames.report.store.Views.Release;
import io.flames.report.store.Views.Run;
import io.flames.report.store.Views.RunCursor;
import io.flames.report.store.Views.RunEnd;
import io.flames.report.store.Views.Scorer;
import io.flames.report.store.Views.TallyOfPrompts;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads releases, scorers, runs and their counts. Every method waits for the database, at most {@link #PATIENCE}: call
 * them on worker threads only. Verdicts always are those of one scorer version on the current revision of a response.
 */
@ApplicationScoped
public class ReportStore {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Matches no verdict: nothing is scored as long as no scorer is known. */
    public static final UUID NO_SCORER = new UUID(0, 0);

    private static final String RUN_COLUMNS =
            """
            select run.*, coalesce(run_change.changes, 0) as changes
            from run left join run_change using (run_id)
            where run.started_at is not null
            """;
    private static final String JUDGED =
            """
            response r left join score s
            on s.response_id = r.response_id and s.revision = r.revision and s.scorer_version_id = $2
            and r.outcome in ('answered', 'truncated')
            """;
    /** What is known of a release from ReleasePublished, or else from the runs on it. */
    private static final String RELEASES =
            """
            with known as (
                select release_id, set_name, number, digest, prompt_count, published_at, null::timestamptz as started_at
                from release
                union all
                select release_id, set_name, release_number, release_digest, 0, null, min(started_at)
                from run where started_at is not null
                group by release_id, set_name, release_number, release_digest)
            select release_id, max(set_name) as set_name, max(number) as number, max(digest) as digest,
                max(prompt_count) as prompt_count, max(published_at) as published_at,
                max(started_at) as started_at
            from known
            group by release_id
            """;

    private final Pool pool;

    ReportStore(Pool pool) {
        this.pool = pool;
    }

    /** Returns when the database answers, within 2 s, or else throws. */
    public void ping() {
        pool.query("select 1").execute().await().atMost(Duration.ofSeconds(2));
    }

    /** Newest first. */
    public List<Release> releases() {
        return all(
                RELEASES + " order by coalesce(max(published_at), max(started_at)) desc, max(number) desc",
                Tuple.tuple(),
                ReportStore::release);
    }

    public Optional<Release> releaseById(UUID id) {
        return first(
                "select * from (" + RELEASES + ") known where release_id = $1", Tuple.of(id), ReportStore::release);
    }

    /** @param number null for the latest of the set */
    public Optional<Release> releaseByName(String setName, @Nullable Integer number) {
        return first(
                "select * from (" + RELEASES + ") known where set_name = $1 and ($2::int is null or number = $2) "
                        + "order by number desc limit 1",
                Tuple.of(setName, number),
                ReportStore::release);
    }

    /** The newest release that has a run. */
    public Optional<Release> newestReleaseWithRun() {
        return first(
                "select * from (" + RELEASES + ") known where started_at is not null "
                        + "order by coalesce(published_at, started_at) desc, number desc limit 1",
                Tuple.tuple(),
                ReportStore::release);
    }

    /** Prompts of the release by dimension; empty while not all of them have arrived. */
    public Map<Integer, Long> promptsByDimension(UUID releaseId) {
        var prompts = new HashMap<Integer, Long>();
        all(
                        """
                        select p.dimension, count(*) as prompts from release_prompt p where p.release_id = $1
                        and (select prompt_count from release where release_id = $1)
                            = (select count(*) from release_prompt where release_id = $1)
                        group by p.dimension
                        """,
                        Tuple.of(releaseId),
                        row -> Map.entry(row.getInteger("dimension"), row.getLong("prompts")))
                .forEach(entry -> prompts.put(entry.getKey(), entry.getValue()));
        return prompts;
    }

    /**
     * The promoted one first, then those promoted before it, newest first; then the newest registered, then by version, and
     * at last the shadows.
     */
    public List<Scorer> scorers() {
        return all(
                "select *, coalesce(shadow_started_at > greatest(shadow_stopped_at, promoted_at,"
                        + " '-infinity'::timestamptz), false) as shadow from scorer"
                        + " order by promoted_at desc nulls last, shadow, registered_at desc nulls last, version desc, name",
                Tuple.tuple(),
                ReportStore::scorer);
    }

    public Optional<Run> run(UUID id) {
        return first(RUN_COLUMNS + " and run.run_id = $1", Tuple.of(id), ReportStore::run);
    }

    /** Newest first. */
    public List<Run> runs(@Nullable String target, @Nullable UUID releaseId, @Nullable RunCursor before, int limit) {
        return all(
                RUN_COLUMNS
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
                ReportStore::run);
    }

    /** Runs without an end, newest first, at most 100. */
    public List<Run> unfinishedRuns() {
        return all(
                RUN_COLUMNS + " and end_sequence is null order by started_at desc limit 100",
                Tuple.tuple(),
                ReportStore::run);
    }

    /** The newest run of each target version on a release. */
    public List<Run> newestRunsOf(UUID releaseId) {
        return all(
                "select distinct on (target_version_id) * from (" + RUN_COLUMNS + ") run where release_id = $1 "
                        + "order by target_version_id, started_at desc, run_id desc",
                Tuple.of(releaseId),
                ReportStore::run);
    }

    /** The newest run of each of the newest target versions, newest first. */
    public List<Run> newestRuns(int targetVersions) {
        return all(
                "select * from (select distinct on (target_version_id) * from (" + RUN_COLUMNS + ") run "
                        + "order by target_version_id, started_at desc, run_id desc) newest "
                        + "order by started_at desc limit $1",
                Tuple.of(targetVersions),
                ReportStore::run);
    }

    public Counts counts(UUID runId, UUID scorer) {
        return first(
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
                                outcomes(row, ""),
                                row.getLong("scored"),
                                row.getLong("unscorable"),
                                row.getLong("calls"),
                                row.getLong("prompt_tokens"),
                                row.getLong("completion_tokens"),
                                row.getOffsetDateTime("newest")))
                .orElse(Counts.NONE);
    }

    /** A run's prompts, those with the same verdicts in the same dimension taken together. */
    public List<TallyOfPrompts> tallies(UUID runId, UUID scorer) {
        return all(
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
        return all(
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
        return all(
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
        return all(
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

    <T> List<T> all(String sql, Tuple parameters, Function<Row, T> map) {
        var rows = pool.preparedQuery(sql).execute(parameters).await().atMost(PATIENCE);
        return StreamSupport.stream(rows.spliterator(), false).map(map).toList();
    }

    <T> Optional<T> first(String sql, Tuple parameters, Function<Row, T> map) {
        return all(sql, parameters, map).stream().findFirst();
    }

    private static Tally tally(Row row, String prefix) {
        return new Tally(row.getLong(prefix + "3"), row.getLong(prefix + "2"), row.getLong(prefix + "1"));
    }

    private static Release release(Row row) {
        return new Release(
                row.getUUID("release_id"),
                row.getString("set_name"),
                row.getInteger("number"),
                row.getString("digest"),
                row.getInteger("prompt_count"),
                row.getOffsetDateTime("published_at"));
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

    private static Outcomes outcomes(Row row, String prefix) {
        return new Outcomes(
                row.getLong(prefix + "answered"),
                row.getLong(prefix + "filtered_input"),
                row.getLong(prefix + "filtered_output"),
                row.getLong(prefix + "truncated"),
                row.getLong(prefix + "empty"),
                row.getLong(prefix + "error"));
    }
}
