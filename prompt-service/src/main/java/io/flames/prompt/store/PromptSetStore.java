package io.flames.prompt.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Prompt sets in the database. */
@ApplicationScoped
public class PromptSetStore {
    private final Rows rows = new Rows();

    /** Fails with a constraint violation when the name is taken. */
    @WithTransaction
    public Uni<StoredSet> insert(StoredSet set) {
        return rows.persistAndFlush(new PromptSetEntity(set)).map(PromptSetEntity::stored);
    }

    /** By name, in its order. */
    @WithSession
    public Uni<List<StoredSet>> all() {
        return rows.find("order by name")
                .list()
                .map(sets -> sets.stream().map(PromptSetEntity::stored).toList());
    }

    @WithSession
    public Uni<Optional<StoredSet>> byName(String name) {
        return rows.find("name", name).firstResult().map(PromptSetStore::stored);
    }

    @WithSession
    public Uni<Optional<StoredSet>> byId(UUID id) {
        return rows.findById(id).map(PromptSetStore::stored);
    }

    private static Optional<StoredSet> stored(@Nullable PromptSetEntity entity) {
        return Optional.ofNullable(entity).map(PromptSetEntity::stored);
    }

    private static final class Rows implements PanacheRepositoryBase<PromptSetEntity, UUID> {}
}
