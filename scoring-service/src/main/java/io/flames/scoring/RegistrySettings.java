package io.flames.scoring;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;

/** {@code flames.scoring.registry.*}: registered scorer versions. */
public interface RegistrySettings {
    /** Time between two looks at the registry for what is to be served, and for what is due on flames.scorers. Default 2s. */
    @WithDefault("2s")
    Duration every();

    /** Folder for the files of the versions that are served. Default: flames-scorers in the system's temporary folder. */
    Optional<String> cache();

    /**
     * Registered versions that a process has loaded at a time: the promoted one, shadows, and the one that a rollback would
     * promote, in this order. Default 3.
     */
    @WithDefault("3")
    @Min(2)
    @Max(20)
    int loaded();

    /** Bytes that the files of a version may have together. Default 268435456. */
    @WithDefault("268435456")
    @Min(1024)
    long uploadBytes();

    /** Inferences of a shadow at a time: the rest of the processors are the promoted version's. Default 1. */
    @WithDefault("1")
    @Min(1)
    int shadowWorkers();
}
