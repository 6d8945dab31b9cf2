package io.flames.report.store;

import io.flames.report.store.Views.Release;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads releases and how many prompts they have. Waits for the database. */
@ApplicationScoped
public class ReleaseStore {
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

    private final Database database;

    ReleaseStore(Database database) {
        this.database = database;
    }

    /** Newest first. */
    public List<Release> all() {
        return database.all(
                RELEASES + " order by coalesce(max(published_at), max(started_at)) desc, max(number) desc",
                Tuple.tuple(),
                ReleaseStore::release);
    }

    public Optional<Release> byId(UUID id) {
        return database.first(
                "select * from (" + RELEASES + ") known where release_id = $1", Tuple.of(id), ReleaseStore::release);
    }

    /** @param number null for the latest of the set */
    public Optional<Release> byName(String setName, @Nullable Integer number) {
        return database.first(
                "select * from (" + RELEASES + ") known where set_name = $1 and ($2::int is null or number = $2) "
                        + "order by number desc limit 1",
                Tuple.of(setName, number),
                ReleaseStore::release);
    }

    /** The newest release that has a run. */
    public Optional<Release> newestWithRun() {
        return database.first(
                "select * from (" + RELEASES + ") known where started_at is not null "
                        + "order by coalesce(published_at, started_at) desc, number desc limit 1",
                Tuple.tuple(),
                ReleaseStore::release);
    }

    /** Prompts of the release by dimension; empty while not all of them have arrived. */
    public Map<Integer, Long> promptsByDimension(UUID releaseId) {
        var prompts = new HashMap<Integer, Long>();
        database.all(
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

    private static Release release(Row row) {
        return new Release(
                row.getUUID("release_id"),
                row.getString("set_name"),
                row.getInteger("number"),
                row.getString("digest"),
                row.getInteger("prompt_count"),
                row.getOffsetDateTime("published_at"));
    }
}
