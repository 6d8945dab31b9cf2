package io.flames.prompt.release;

import io.flames.contracts.Dimensions;
import io.flames.prompt.problem.Problems;
import io.flames.prompt.promptset.PromptSets;
import io.flames.prompt.store.ReleaseStore;
import io.flames.prompt.store.StoredRelease;
import io.flames.prompt.store.StoredSet;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/** Finds releases and reads what is in them. */
@ApplicationScoped
public class Releases {
    private static final int CHUNK = 500;
    private static final String COLUMNS =
            "r.external_id, r.dimension, r.subcomponent, r.attack_method, r.language, r.text, r.prompt_id";
    private static final String LINES = "select " + COLUMNS
            + " from release_prompt r where release_id = $1 and position >= $2 order by position limit $3";
    private static final String COUNTS = "select release_id, dimension, sum(prompts)::int as prompts from release_count"
            + " where release_id = any($1) group by release_id, dimension";
    private static final String SUBCOMPONENTS = "select subcomponent, prompts from release_count where release_id = $1";
    private static final String SHARED =
            "select count(*) from release_prompt a join release_prompt b using (content_digest)"
                    + " where a.release_id = $1 and b.release_id = $2";
    private static final String ONLY_IN = "select " + COLUMNS
            + " from release_prompt r where release_id = $1 and not exists (select from release_prompt o"
            + " where o.release_id = $2 and o.content_digest = r.content_digest) order by position limit $3";

    private final ReleaseStore store;
    private final PromptSets sets;
    private final Pool pool;

    public Releases(ReleaseStore store, PromptSets sets, Pool pool) {
        this.store = store;
        this.sets = sets;
        this.pool = pool;
    }

    /** Newest first, at most {@code limit}. {@code set} is a name or id, or empty for all. */
    public Uni<List<ReleaseView>> newest(String set, int limit) {
        Uni<Optional<UUID>> setId = set.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : sets.find(set).map(StoredSet::id).map(Optional::of);
        return setId.flatMap(id -> store.newest(id, limit)).flatMap(this::views);
    }

    /** 400 when the reference can't be one, 404 when there is no such release. */
    public Uni<StoredRelease> find(String reference) {
        ReleaseRef ref = ReleaseRef.parse(reference)
                .orElseThrow(() -> Problems.badValue("release", "not a release, " + ReleaseRef.RULE));
        return lookup(ref).map(found -> found.orElseThrow(() -> Problems.notFound("there is no release " + reference)));
    }

    public Uni<ReleaseView> view(String reference) {
        return find(reference).flatMap(release -> view(release, false));
    }

    public Uni<ReleaseView> view(StoredRelease release, boolean created) {
        return counts(List.of(release)).map(counts -> view(release, counts, created));
    }

    /** Prompts by subcomponent, only those that occur. */
    public Uni<Map<String, Integer>> subcomponents(UUID releaseId) {
        return pool.preparedQuery(SUBCOMPONENTS).execute(Tuple.of(releaseId)).map(rows -> {
            var counts = new LinkedHashMap<String, Integer>();
            rows.forEach(row -> counts.put(row.getString("subcomponent"), row.getInteger("prompts")));
            return counts;
        });
    }

    /** All prompts by position, read in chunks as the subscriber asks for them. */
    public Multi<ReleaseLine> lines(UUID releaseId) {
        return Multi.createBy()
                .repeating()
                .uni(AtomicInteger::new, from -> page(releaseId, from.getAndAdd(CHUNK), CHUNK))
                .whilst(chunk -> chunk.size() == CHUNK)
                .onItem()
                .<ReleaseLine>disjoint();
    }

    /** @param from first position, from 0 */
    public Uni<List<ReleaseLine>> page(UUID releaseId, int from, int limit) {
        return lines(LINES, Tuple.of(releaseId, from, limit));
    }

    /** @param listed most prompts in each list of the answer */
    public Uni<ReleaseDiff> diff(String a, String b, int listed) {
        return Uni.combine()
                .all()
                .unis(view(a), view(b))
                .asTuple()
                .flatMap(both -> diff(both.getItem1(), both.getItem2(), listed));
    }

    private Uni<ReleaseDiff> diff(ReleaseView a, ReleaseView b, int listed) {
        var shared = pool.preparedQuery(SHARED)
                .execute(Tuple.of(a.id(), b.id()))
                .map(rows -> rows.iterator().next().getLong(0));
        var added = lines(ONLY_IN, Tuple.of(b.id(), a.id(), listed));
        var removed = lines(ONLY_IN, Tuple.of(a.id(), b.id(), listed));
        return Uni.combine().all().unis(shared, added, removed).asTuple().map(parts -> {
            long same = parts.getItem1();
            return new ReleaseDiff(
                    a, b, same, b.promptCount() - same, a.promptCount() - same, parts.getItem2(), parts.getItem3());
        });
    }

    private Uni<Optional<StoredRelease>> lookup(ReleaseRef ref) {
        if (ref instanceof ReleaseRef.ById byId) {
            return store.byId(byId.id());
        }
        if (ref instanceof ReleaseRef.ByNumber byNumber) {
            return store.byNumber(byNumber.set(), byNumber.number());
        }
        return store.latestOf(((ReleaseRef.Latest) ref).set());
    }

    private Uni<List<ReleaseView>> views(List<StoredRelease> releases) {
        return counts(releases)
                .map(counts ->
                        releases.stream().map(r -> view(r, counts, false)).toList());
    }

    private static ReleaseView view(StoredRelease release, Map<UUID, Map<String, Integer>> counts, boolean created) {
        var found = counts.getOrDefault(release.id(), Map.of());
        var ordered = new LinkedHashMap<String, Integer>();
        Dimensions.ALL.stream().map(Dimensions::nameOf).forEach(name -> ordered.put(name, found.getOrDefault(name, 0)));
        return ReleaseView.of(release, ordered, created);
    }

    private Uni<Map<UUID, Map<String, Integer>>> counts(List<StoredRelease> releases) {
        UUID[] ids = releases.stream().map(StoredRelease::id).toArray(UUID[]::new);
        return pool.preparedQuery(COUNTS)
                .execute(Tuple.tuple().addArrayOfUUID(ids))
                .map(rows -> {
                    var counts = new HashMap<UUID, Map<String, Integer>>();
                    rows.forEach(row -> counts.computeIfAbsent(row.getUUID("release_id"), id -> new HashMap<>())
                            .put(row.getString("dimension"), row.getInteger("prompts")));
                    return counts;
                });
    }

    private Uni<List<ReleaseLine>> lines(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).map(rows -> StreamSupport.stream(rows.spliterator(), false)
                .map(Releases::line)
                .toList());
    }

    private static ReleaseLine line(Row row) {
        String method = row.getString("attack_method");
        return new ReleaseLine(
                row.getString("external_id"),
                row.getString("dimension"),
                row.getString("subcomponent"),
                method.isEmpty() ? null : method,
                row.getString("language"),
                row.getString("text"),
                row.getUUID("prompt_id"));
    }
}
