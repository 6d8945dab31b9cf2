package io.flames.scoring;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** {@code flames.scoring.trainings.*}: trainings that report how far they are. */
public interface TrainingSettings {
    /** Time without a word from a training that has not ended, after which it is shown as silent. Default 5m. */
    @WithDefault("5m")
    Duration silentAfter();

    /**
     * Trainings that are kept; of more, those that have ended or fell silent are forgotten, longest unheard first, and where
     * all run a new one is refused. Default 200.
     */
    @WithDefault("200")
    @Min(1)
    @Max(10000)
    int kept();
}
