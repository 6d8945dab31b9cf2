package io.flames.generation.store;

import io.flames.contracts.Ids;
import io.flames.generation.problem.ProblemException;
import io.flames.generation.target.CanonicalDigest;
import io.flames.generation.target.FrozenTarget;
import io.flames.generation.target.Target;
import io.flames.generation.target.TargetSettings;
import io.flames.generation.target.TargetStore;
import io.flames.generation.target.TargetVersion;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** {@link TargetStore} in Postgres through Hibernate Reactive. */
@ApplicationScoped
class HibernateTargetStore implements TargetStore {
    private final Mutiny.SessionFactory sessions;

    HibernateTargetStore(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    public Uni<List<Target>> all() {
        return sessions.withSession(
                session -> session.createQuery("from TargetEntity order by name", TargetEntity.class)
                        .getResultList()
                        .flatMap(targets -> withVersions(session, targets)));
    }

    @Override
    public Uni<Optional<Target>> byName(String name) {
        return sessions.withSession(
                session -> session.createQuery("from TargetEntity where name = :name", TargetEntity.class)
                        .setParameter("name", name)
                        .getResultList()
                        .flatMap(targets -> withVersions(session, targets))
                        .map(targets -> targets.stream().findFirst()));
    }

    @Override
    public Uni<Target> create(Target target) {
        var taken = ProblemException.conflict(
                "There is a target \"%s\" already; add a version to it instead.".formatted(target.name()));
        return sessions.withTransaction(session -> session.persist(TargetEntity.of(target))
                        .call(session::flush)
                        .call(() -> session.persist(TargetVersionEntity.of(target.id(), target.latest())))
                        .call(session::flush)
                        .call(() -> session.createNativeQuery("INSERT INTO target_gate (target_id) VALUES (?1)")
                                .setParameter(1, target.id())
                                .executeUpdate())
                        .replaceWith(target))
                .onFailure(ConstraintViolationException.class)
                .transform(e -> taken);
    }

    @Override
    public Uni<Change> change(String name, FrozenTarget frozen, TargetSettings settings) {
        return sessions.withTransaction(
                session -> session.createQuery("from TargetEntity where name = :name", TargetEntity.class)
                        .setParameter("name", name)
                        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                        .getSingleResult()
                        .flatMap(entity -> {
                            entity.change(settings);
                            return addVersion(session, entity, frozen);
                        }));
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
