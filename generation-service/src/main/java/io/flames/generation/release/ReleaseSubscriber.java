package io.flames.generation.release;

import io.smallrye.mutiny.Uni;

/** Told of each release once it is complete; told again after a crash, until it has succeeded. */
public interface ReleaseSubscriber {
    Uni<Void> released(Release release);
}
