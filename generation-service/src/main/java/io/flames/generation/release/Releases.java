package io.flames.generation.release;

import io.flames.generation.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;

/** Releases and their prompts, as they came. */
@ApplicationScoped
public class Releases {
    private static final String COLUMNS = "id, set_id, set_name, number, prompt_count, digest, published_at";
    /** A release that was published a moment ago may still be on its way here. */
    private static final Duration ARRIVAL = Duration.ofSeconds(3);

    private static final Duration ARRIVAL_CHECK = Duration.ofMillis(200);
    private final Pool database;

    Releases(Pool database) {
        this.database = database;
    }

    /** Stores prompts; those that are there already stay as they are. */
    public Uni<Void> store(List<ReleasePrompt> prompts) {
        if (prompts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var rows = Tuple.tuple()
                .addValue(column(prompts, ReleasePrompt::releaseId, UUID[]::new))
                .addValue(column(prompts, ReleasePrompt::position, Integer[]::new))
                .addValue(column(prompts, ReleasePrompt::promptId, UUID[]::new))
                .addValue(column(prompts, prompt -> (short) prompt.dimension(), Short[]::new))
                .addValue(column(prompts, ReleasePrompt::subcomponent, String[]::new))
                .addValue(column(prompts, ReleasePrompt::attackMethod, String[]::new))
                .addValue(column(prompts, ReleasePrompt::language, String[]::new))
                .addValue(column(prompts, ReleasePrompt::externalId, String[]::new))
                .addValue(column(prompts, ReleasePrompt::text, String[]::new));
        return database.preparedQuery(
                        """
                        INSERT INTO release_prompt (release_id, position, prompt_id, dimension, subcomponent,
                                                    attack_method, language, external_id, text)
                        SELECT * FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::smallint[], $5::text[],
                                             $6::text[], $7::text[], $8::text[], $9::text[])
                        ON CONFLICT DO NOTHING""")
                .execute(rows)
                .replaceWithVoid();
    }

    /**
     * Closes a release whose prompts are all stored. Fails with {@link MalformedRecordException} when their number is
     * another, which no later record can mend: the prompts precede the close in one partition.
     *
     * @return whether its automatic runs are still to be started
     */
    public Uni<Boolean> close(Release release) {
        return database.preparedQuery("SELECT count(*) FROM release_prompt WHERE release_id = $1")
                .execute(Tuple.of(release.id()))
                .map(rows -> rows.iterator().next().getLong(0))
                .invoke(stored -> requireAll(release, stored))
                .chain(() -> database.preparedQuery(
                                """
                                INSERT INTO release (id, set_id, set_name, number, prompt_count, digest, published_at)
                                VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING""")
                        .execute(Tuple.from(List.of(
                                release.id(),
                                release.setId(),
                                release.setName(),
                                release.number(),
                                release.promptCount(),
                                release.digest(),
                                release.publishedAt().atOffset(ZoneOffset.UTC)))))
                .chain(() -> database.preparedQuery("SELECT digest, triggered FROM release WHERE id = $1")
                        .execute(Tuple.of(release.id())))
                .map(rows -> untriggered(release, rows));
    }

    public Uni<Void> triggered(UUID releaseId) {
        return database.preparedQuery("UPDATE release SET triggered = true WHERE id = $1")
                .execute(Tuple.of(releaseId))
                .replaceWithVoid();
    }

    /**
     * Fails with a 404 problem when there is none, and none arrives within a few seconds.
     *
     * @param ref an id, {@code set@number}, or a set's name for its latest release
     */
    public Uni<Release> byRef(String ref) {
        return arriving(ref, Math.toIntExact(ARRIVAL.dividedBy(ARRIVAL_CHECK))).map(found -> required(ref, found));
    }

    /** As {@link #byRef}, without waiting. */
    public Uni<Release> known(String ref) {
        return find(ref).map(found -> required(ref, found));
    }

    private static Release required(String ref, Optional<Release> found) {
        return found.orElseThrow(() -> ProblemException.notFound(
                "There is no release \"%s\"; it is named set@number, set, or by its id.".formatted(ref)));
    }

    private Uni<Optional<Release>> arriving(String ref, int checks) {
        return find(ref)
                .flatMap(found -> found.isPresent() || checks == 0
                        ? Uni.createFrom().item(found)
                        : Uni.createFrom()
                                .voidItem()
                                .onItem()
                                .delayIt()
                                .by(ARRIVAL_CHECK)
                                .chain(() -> arriving(ref, checks - 1)));
    }

    public Uni<Optional<Release>> latestOf(String setName) {
        return one("set_name = $1 ORDER BY number DESC LIMIT 1", Tuple.of(setName));
    }

    /** The latest of each set, for choosing. */
    public Uni<List<Release>> latestOfEachSet() {
        return database.query("SELECT DISTINCT ON (set_name) " + COLUMNS
                        + " FROM release ORDER BY set_name, number DESC LIMIT 200")
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Releases::release)
                        .toList());
    }

    private Uni<Optional<Release>> find(String ref) {
        int at = ref.lastIndexOf('@');
        if (at > 0 && ref.substring(at + 1).matches("\\d{1,9}")) {
            return one(
                    "set_name = $1 AND number = $2",
                    Tuple.of(ref.substring(0, at), Integer.valueOf(ref.substring(at + 1))));
        }
        if (ref.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            return one("id = $1", Tuple.of(UUID.fromString(ref)));
        }
        return latestOf(ref.replace("\0", ""));
    }

    private Uni<Optional<Release>> one(String where, Tuple values) {
        return database.preparedQuery("SELECT " + COLUMNS + " FROM release WHERE " + where)
                .execute(values)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Releases::release)
                        .findFirst());
    }

    private static void requireAll(Release release, long stored) {
        if (stored != release.promptCount()) {
            throw new MalformedRecordException(
                    "ReleasePublished says %d prompts, %d came before it".formatted(release.promptCount(), stored));
        }
    }

    private static boolean untriggered(Release release, RowSet<Row> rows) {
        var found = rows.iterator();
        if (!found.hasNext()) {
            throw new MalformedRecordException("another release is number %d of the set".formatted(release.number()));
        }
        var row = found.next();
        if (!row.getString("digest").equals(release.digest())) {
            throw new MalformedRecordException("the release was published before with another digest");
        }
        return !row.getBoolean("triggered");
    }

    private static Release release(Row row) {
        return new Release(
                row.getUUID("id"),
                row.getUUID("set_id"),
                row.getString("set_name"),
                row.getInteger("number"),
                row.getInteger("prompt_count"),
                row.getString("digest"),
                row.getOffsetDateTime("published_at").toInstant());
    }

    private static <T> T[] column(
            List<ReleasePrompt> prompts, Function<ReleasePrompt, T> value, IntFunction<T[]> array) {
        return prompts.stream().map(value).toArray(array);
    }
}
