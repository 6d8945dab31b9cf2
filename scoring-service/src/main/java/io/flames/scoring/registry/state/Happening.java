package io.flames.scoring.registry.state;

import java.util.UUID;

/** Something that happened to a scorer version; the history is a list of them, and only grows. */
public sealed interface Happening {
    /** The version that it happened to. */
    UUID version();

    /** It became known, with its files or from the configuration. */
    record Registered(UUID version) implements Happening {}

    /** @param history all that was collected before, too */
    record ShadowStarted(UUID version, boolean history) implements Happening {}

    record ShadowStopped(UUID version) implements Happening {}

    /** Its files are gone. */
    record Discarded(UUID version) implements Happening {}

    record Promoted(UUID version, Reason reason) implements Happening {}

    /** Why a version was promoted. */
    enum Reason {
        /** The configured default of an installation that had none. */
        INITIAL,
        GATE,
        ROLLBACK
    }
}
