package io.flames.scoring.progress;

import java.util.Optional;

/** What becomes of a snapshot that comes in. */
public sealed interface Reception {
    /** It is the newest, and is kept. */
    record Taken() implements Reception {}

    /** It came before; nothing changes. */
    record Repeated() implements Reception {}

    /** A newer one is there; nothing changes. */
    record Older(long newest) implements Reception {}

    /** The id is another training's; nothing changes. */
    record OfAnother(String label) implements Reception {}

    /** As many as are kept are running, and the id is none of theirs; nothing changes. */
    record Full(int running) implements Reception {}

    /** @param kept of the same id; empty where there is none */
    static Reception of(Optional<Snapshot> kept, Snapshot arrived) {
        return kept.map(known -> of(known, arrived)).orElseGet(Taken::new);
    }

    private static Reception of(Snapshot kept, Snapshot arrived) {
        if (!kept.name().equals(arrived.name())
                || !kept.mode().equals(arrived.mode())
                || !kept.dataDigest().equals(arrived.dataDigest())) {
            return new OfAnother(kept.label());
        }
        if (arrived.sequence() == kept.sequence()) {
            return new Repeated();
        }
        return arrived.sequence() > kept.sequence() ? new Taken() : new Older(kept.sequence());
    }
}
