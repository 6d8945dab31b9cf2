package io.flames.prompt.promptset;

import io.flames.contracts.Ids;
import io.flames.prompt.problem.Problems;
import io.flames.prompt.store.PromptSetStore;
import io.flames.prompt.store.StoredSet;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Creates and finds prompt sets. */
@ApplicationScoped
public class PromptSets {
    private static final Duration LOOKUP = Duration.ofSeconds(30);
    private static final String FIGURES =
            """
            select s.id, (select count(*) from prompt p where p.set_id = s.id) as prompts,
                (select max(number) from release r where r.set_id = s.id) as latest
            from prompt_set s where $1::uuid is null or s.id = $1""";

    private final PromptSetStore store;
    private final Pool pool;

    public PromptSets(PromptSetStore store, Pool pool) {
        this.store = store;
        this.pool = pool;
    }

    /** Fails with 400 for a name that is not allowed, with 409 for one that is taken. */
    public Uni<PromptSetView> create(String name, String description) {
        if (!SetName.isAllowed(name)) {
            throw Problems.badValue("name", "name is not allowed, " + SetName.RULE);
        }
        var set = new StoredSet(Ids.random(), name, description, Instant.now().truncatedTo(ChronoUnit.MICROS));
        return store.insert(set)
                .onFailure(PromptSets::isConstraint)
                .transform(e -> Problems.conflict(
                        "name", "a prompt set named " + name + " exists already, expected another name"))
                .map(stored -> view(stored, Figures.NONE));
    }

    /** By name, all of them. */
    public Uni<List<PromptSetView>> all() {
        return store.all().flatMap(sets -> figures(Optional.empty()).map(figures -> sets.stream()
                .map(set -> view(set, figures.getOrDefault(set.id(), Figures.NONE)))
                .toList()));
    }

    /** @param reference name or id; 404 when there is none */
    public Uni<StoredSet> find(String reference) {
        return lookup(reference).map(found -> found.orElseThrow(() -> unknown(reference)));
    }

    /** @param reference name or id; 404 when there is none */
    public Uni<PromptSetView> view(String reference) {
        return find(reference).flatMap(set -> figures(Optional.of(set.id()))
                .map(figures -> view(set, figures.getOrDefault(set.id(), Figures.NONE))));
    }

    /** @param isNew the set does not exist yet and is to be created under this id */
    public record Destination(UUID id, String name, boolean isNew) {}

    /** Where an import goes. Blocks: call it on a worker thread. */
    public Destination destination(String reference, boolean create) {
        var id = SetName.asId(reference);
        Row row = first(
                id.isPresent()
                        ? "select id, name from prompt_set where id = $1"
                        : "select id, name from prompt_set where name = $1",
                id.<Object>map(uuid -> uuid).orElse(reference));
        if (row != null) {
            return new Destination(row.getUUID("id"), row.getString("name"), false);
        }
        if (!create) {
            throw unknown(reference);
        }
        if (!SetName.isAllowed(reference)) {
            throw Problems.badValue("set", "a set can't be created under this name, " + SetName.RULE);
        }
        return new Destination(Ids.random(), reference, true);
    }

    private @Nullable Row first(String sql, Object key) {
        var rows = pool.preparedQuery(sql).execute(Tuple.of(key)).await().atMost(LOOKUP);
        return rows.size() == 0 ? null : rows.iterator().next();
    }

    private Uni<Optional<StoredSet>> lookup(String reference) {
        return SetName.asId(reference).map(store::byId).orElseGet(() -> store.byName(reference));
    }

    private Uni<Map<UUID, Figures>> figures(Optional<UUID> set) {
        return pool.preparedQuery(FIGURES)
                .execute(Tuple.tuple().addValue(set.orElse(null)))
                .map(rows -> {
                    var figures = new HashMap<UUID, Figures>();
                    rows.forEach(row -> figures.put(
                            row.getUUID("id"),
                            new Figures(row.getLong("prompts"), Optional.ofNullable(row.getInteger("latest")))));
                    return figures;
                });
    }

    private record Figures(long prompts, Optional<Integer> latest) {
        static final Figures NONE = new Figures(0, Optional.empty());
    }

    private static PromptSetView view(StoredSet set, Figures figures) {
        return new PromptSetView(
                set.id(),
                set.name(),
                set.description(),
                figures.prompts(),
                figures.latest().map(number -> set.name() + "@" + number).orElse(null),
                set.createdAt());
    }

    private static RuntimeException unknown(String reference) {
        boolean sayable =
                SetName.isAllowed(reference) || SetName.asId(reference).isPresent();
        return Problems.notFound("there is no prompt set " + (sayable ? reference : "of this name"));
    }

    private static boolean isConstraint(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof ConstraintViolationException) {
                return true;
            }
        }
        return false;
    }
}
