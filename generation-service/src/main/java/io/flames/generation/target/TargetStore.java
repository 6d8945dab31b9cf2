package io.flames.generation.target;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** Keeps targets and their versions. */
public interface TargetStore {
    /** Every target by name. */
    Uni<List<Target>> all();

    Uni<Optional<Target>> byName(String name);

    /** Stores a new target; fails with a conflict problem when the name is taken. */
    Uni<Target> create(Target target);

    /** Adds a version unless the frozen part is that of the latest; the settings are replaced in either case. */
    Uni<Change> change(String name, FrozenTarget frozen, TargetSettings settings);

    /** @param newVersion whether a version was added */
    record Change(Target target, boolean newVersion) {}
}
