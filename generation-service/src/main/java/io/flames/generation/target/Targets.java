package io.flames.generation.target;

import io.flames.contracts.Ids;
import io.flames.generation.GenerationConfig;
import io.flames.generation.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.util.List;

/** The door of this package: creates targets, adds versions, finds them. */
@ApplicationScoped
public class Targets {
    private final TargetStore store;
    private final TargetRules rules;
    private final Event<TargetChanged> changed;
    private final Clock clock = Clock.systemUTC();

    Targets(TargetStore store, GenerationConfig config, Event<TargetChanged> changed) {
        this.store = store;
        this.rules =
                new TargetRules(new EndpointRules(config.allowedEndpoints(), config.blockedNetworks()), System::getenv);
        this.changed = changed;
    }

    public Uni<List<Target>> all() {
        return store.all();
    }

    /** Fails with a 404 problem when there is none. */
    public Uni<Target> byName(String name) {
        return store.byName(name)
                .map(found -> found.orElseThrow(
                        () -> ProblemException.notFound("There is no target \"%s\".".formatted(name))));
    }

    /** Version 1 of a new target. Its runs on the latest releases of the sets it follows start by themselves. */
    public Uni<Target> create(TargetRequest request) {
        return create(TargetRules.name(request.name()), rules.frozen(request, null), rules.settings(request, null));
    }

    /** A target whose answers come from a file, or its next version when the name is known. */
    public Uni<Target> recorded(String name, String model, boolean synthetic) {
        var frozen = new FrozenTarget(
                TargetKind.RECORDED, "", model, new Decoding(null, null, null, null, null, "{}"), synthetic);
        var settings = new TargetSettings(null, 60, 1, null, List.of(), 1, null, null);
        return store.byName(TargetRules.name(name)).flatMap(found -> {
            if (found.isEmpty()) {
                return create(name, frozen, settings);
            }
            if (found.get().kind() != TargetKind.RECORDED) {
                throw ProblemException.conflict(
                        "The target \"%s\" has an endpoint; import under another name.".formatted(name));
            }
            return store.change(name, frozen, settings).map(TargetStore.Change::target);
        });
    }

    /** The next version, or the latest with changed settings when nothing frozen is different. */
    public Uni<TargetStore.Change> change(String name, TargetRequest request) {
        if (request.name() != null) {
            throw ProblemException.invalid("name", "a version has no name of its own");
        }
        return byName(name)
                .flatMap(target -> {
                    if (target.kind() == TargetKind.RECORDED) {
                        throw ProblemException.conflict(
                                "The target \"%s\" is a recording; import a file instead.".formatted(name));
                    }
                    var frozen = rules.frozen(request, target.latest().frozen());
                    return store.change(name, frozen, rules.settings(request, target.settings()));
                })
                .invoke(change -> changed.fire(new TargetChanged(name)));
    }

    private Uni<Target> create(String name, FrozenTarget frozen, TargetSettings settings) {
        var now = clock.instant();
        var version = new TargetVersion(Ids.random(), 1, CanonicalDigest.of(frozen), frozen, now);
        var target = new Target(Ids.random(), name, frozen.kind(), settings, now, List.of(version));
        return store.create(target).invoke(created -> changed.fire(new TargetChanged(name)));
    }
}
