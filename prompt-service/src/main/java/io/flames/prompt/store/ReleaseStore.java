package io.flames.prompt.store;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Releases in the database. What changes something takes the session of a transaction, so that the caller decides what
 * is committed together.
 */
@ApplicationScoped
public class ReleaseStore {
    private static final String WITH_SET = "select r from ReleaseEntity r join fetch r.set ";
    private static final String CONTENT =
            """
            select content_digest, dimension, subcomponent, attack_method, language, text
            from prompt where set_id = :set and content_digest > :after order by content_digest""";
    private static final String SNAPSHOT =
            """
            insert into release_prompt (release_id, position, prompt_id, content_digest, dimension, subcomponent,
                attack_method, language, text, external_id)
            select :release, row_number() over (order by content_digest) - 1, id, content_digest, dimension,
                subcomponent, attack_method, language, text, external_id
            from prompt where set_id = :set""";
    private static final String COUNTS =
            """
            insert into release_count (release_id, dimension, subcomponent, prompts)
            select :release, dimension, subcomponent, count(*) from prompt where set_id = :set
            group by dimension, subcomponent""";

    private final Mutiny.SessionFactory sessions;

    public ReleaseStore(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    /** A transaction of its own: commits when the work succeeds, rolls back when it fails. */
    public <T> Uni<T> inTransaction(Function<Mutiny.Session, Uni<T>> work) {
        return sessions.withTransaction((session, transaction) -> work.apply(session));
    }

    /** Holds imports into the set and other publishers off until the transaction ends. */
    public Uni<Void> lockSet(Mutiny.Session session, UUID setId) {
        return session.find(PromptSetEntity.class, setId, LockModeType.PESSIMISTIC_WRITE)
                .replaceWithVoid();
    }

    /** In canonical order: by content digest, ascending. */
    public Uni<List<StoredPrompt>> content(Mutiny.Session session, UUID setId, byte[] after, int limit) {
        return session.createNativeQuery(CONTENT, Object[].class)
                .setParameter("set", setId)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(ReleaseStore::prompt).toList());
    }

    /** The release of the set with the highest number. */
    public Uni<Optional<StoredRelease>> latest(Mutiny.Session session, UUID setId) {
        return session.createQuery(WITH_SET + "where r.set.id = :set order by r.number desc", ReleaseEntity.class)
                .setParameter("set", setId)
                .setMaxResults(1)
                .getSingleResultOrNull()
                .map(ReleaseStore::stored);
    }

    /** Writes the release, its prompts, its counts and its row in the outbox. */
    public Uni<StoredRelease> insert(Mutiny.Session session, StoredRelease release) {
        var set = session.getReference(PromptSetEntity.class, release.setId());
        return session.persist(new ReleaseEntity(release, set))
                .chain(session::flush)
                .chain(() -> copy(session, SNAPSHOT, release))
                .invoke(copied -> expect(copied, release))
                .chain(() -> copy(session, COUNTS, release))
                .chain(() -> session.createNativeQuery("insert into outbox (release_id) values (:release)")
                        .setParameter("release", release.id())
                        .executeUpdate())
                .replaceWith(release);
    }

    public Uni<Optional<StoredRelease>> byId(UUID id) {
        return one("where r.id = ?1", query -> query.setParameter(1, id));
    }

    public Uni<Optional<StoredRelease>> byNumber(String setName, int number) {
        return one("where r.set.name = ?1 and r.number = ?2", query -> query.setParameter(1, setName)
                .setParameter(2, number));
    }

    public Uni<Optional<StoredRelease>> latestOf(String setName) {
        return one("where r.set.name = ?1 order by r.number desc", query -> query.setParameter(1, setName));
    }

    /** Newest first, at most {@code limit}. */
    public Uni<List<StoredRelease>> newest(Optional<UUID> setId, int limit) {
        return sessions.withSession(session -> {
            String where = setId.isPresent() ? "where r.set.id = :set " : "";
            var query =
                    session.createQuery(WITH_SET + where + "order by r.publishedAt desc, r.id", ReleaseEntity.class);
            setId.ifPresent(id -> query.setParameter("set", id));
            return query.setMaxResults(limit)
                    .getResultList()
                    .map(found -> found.stream().map(ReleaseEntity::stored).toList());
        });
    }

    private Uni<Optional<StoredRelease>> one(
            String where, Function<Mutiny.SelectionQuery<ReleaseEntity>, Mutiny.SelectionQuery<ReleaseEntity>> bind) {
        return sessions.withSession(
                session -> bind.apply(session.createSelectionQuery(WITH_SET + where, ReleaseEntity.class))
                        .setMaxResults(1)
                        .getSingleResultOrNull()
                        .map(ReleaseStore::stored));
    }

    private static Uni<Integer> copy(Mutiny.Session session, String sql, StoredRelease release) {
        return session.createNativeQuery(sql)
                .setParameter("release", release.id())
                .setParameter("set", release.setId())
                .executeUpdate();
    }

    private static void expect(int copied, StoredRelease release) {
        if (copied != release.promptCount()) {
            throw new IllegalStateException(
                    "the set changed while it was locked: " + copied + " prompts, expected " + release.promptCount());
        }
    }

    private static StoredPrompt prompt(Object[] row) {
        return new StoredPrompt(
                (byte[]) row[0], (String) row[1], (String) row[2], (String) row[3], (String) row[4], (String) row[5]);
    }

    private static Optional<StoredRelease> stored(@Nullable ReleaseEntity entity) {
        return Optional.ofNullable(entity).map(ReleaseEntity::stored);
    }
}
