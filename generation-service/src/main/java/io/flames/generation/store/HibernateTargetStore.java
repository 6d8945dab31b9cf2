package io.flames.generation.store;

import io.flames.contracts.Ids;
import io.flames.generation.problem.ProblemException;
import io.flames.generation.target.CanonicalDigest;
import io.flames.generation.target.FrozenTarget;
import io.flames.generation.target.Target;
import io.flames.generation.target.TargetSettings;
import io.flames.generation.target.TargetStore;
import io.flames.generation.target.TargetVersion;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** {@link TargetStore} in Postgres through Hibernate Reactive. */
@ApplicationScoped
class HibernateTargetStore implements TargetStore {
    private final Vertx vertx;
    private final Mutiny.SessionFactory sessions;

    HibernateTargetStore(Vertx vertx, Mutiny.SessionFactory sessions) {
        this.vertx = vertx;
        this.sessions = sessions;
    }

    /**
     * Sessions belong to a Vert.x context. Callers come from requests, consumers, timers and retries, so each piece of work
     * gets a context of its own.
     */
    private <T> Uni<T> onOwnContext(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            var context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            VertxContextSafetyToggle.setContextSafe(context, true);
            context.runOnContext(go -> work.get().subscribe().with(emitter::complete, emitter::fail));
        });
    }

    @Override
    public Uni<List<Target>> all() {
        return onOwnContext(() -> sessions.withSession(
                session -> session.createQuery("from TargetEntity order by name", TargetEntity.class)
                        .getResultList()
                        .flatMap(targets -> withVersions(session, targets))));
    }

    @Override
    public Uni<Optional<Target>> byName(String name) {
        return onOwnContext(() -> sessions.withSession(
                session -> session.createQuery("from TargetEntity where name = :name", TargetEntity.class)
                        .setParameter("name", name)
                        .getResultList()
                        .flatMap(targets -> withVersions(session, targets))
                        .map(targets -> targets.stream().findFirst())));
    }

    @Override
    public Uni<Target> create(Target target) {
        var taken = ProblemException.conflict(
                "There is a target \"%s\" already; add a version to it instead.".formatted(target.name()));
        return onOwnContext(() -> sessions.withTransaction(session -> session.persist(TargetEntity.of(target))
                        .call(session::flush)
                        .call(() -> session.persist(TargetVersionEntity.of(target.id(), target.latest())))
                        .call(session::flush)
                        .call(() -> session.createNativeQuery("INSERT INTO target_gate (target_id) VALUES (?1)")
                                .setParameter(1, target.id())
                                .executeUpdate())
                        .replaceWith(target)))
                .onFailure(ConstraintViolationException.class)
                .transform(e -> taken);
    }

    @Override
    public Uni<Change> change(String name, FrozenTarget frozen, TargetSettings settings) {
        return onOwnContext(() -> sessions.withTransaction(
                session -> session.createQuery("from TargetEntity where name = :name", TargetEntity.class)
                        .setParameter("name", name)
                        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                        .getSingleResult()
                        .flatMap(entity -> {
                            entity.change(settings);
                            return addVersion(session, entity, frozen);
                        })));
    }

    private static Uni<Change> addVersion(Session session, TargetEntity entity, FrozenTarget frozen) {
        return withVersions(session, List.of(entity)).flatMap(found -> {
            var target = found.get(0);
            var digest = CanonicalDigest.of(frozen);
            if (target.latest().digest().equals(digest)) {
                return Uni.createFrom().item(new Change(target, false));
            }
            var version = new TargetVersion(Ids.random(), target.latest().number() + 1, digest, frozen, Instant.now());
            return session.persist(TargetVersionEntity.of(target.id(), version))
                    .replaceWith(() -> new Change(with(target, version), true));
        });
    }

    private static Target with(Target target, TargetVersion newest) {
        var versions =
                Stream.concat(Stream.of(newest), target.versions().stream()).toList();
        return new Target(target.id(), target.name(), target.kind(), target.settings(), target.createdAt(), versions);
    }

    private static Uni<List<Target>> withVersions(Session session, List<TargetEntity> targets) {
        var ids = targets.stream().map(target -> Loaded.value(target.id)).toList();
        if (ids.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return session.createQuery(
                        "from TargetVersionEntity where targetId in :ids order by number desc",
                        TargetVersionEntity.class)
                .setParameter("ids", ids)
                .getResultList()
                .map(versions -> {
                    Map<UUID, List<TargetVersionEntity>> byTarget =
                            versions.stream().collect(Collectors.groupingBy(v -> Loaded.value(v.targetId)));
                    return targets.stream()
                            .map(target -> target.toTarget(byTarget.get(target.id).stream()
                                    .map(v -> v.toVersion(Loaded.value(target.kind)))
                                    .toList()))
                            .toList();
                });
    }
}
