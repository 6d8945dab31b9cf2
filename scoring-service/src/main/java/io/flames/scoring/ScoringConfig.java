package io.flames.scoring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Everything that scoring-service lets its operator choose. The README's table is checked against it. */
@ConfigMapping(prefix = "flames.scoring")
public interface ScoringConfig {
    /**
     * Keep verdicts in Postgres and publish them to Kafka before they are acknowledged. False (the profile
     * {@code standalone}): verdicts are computed only, and neither server is needed. Default true.
     */
    @WithDefault("true")
    boolean keepVerdicts();

    /** The scorers by name. {@code onnx-heads} of kind onnx is there by itself. */
    Map<String, ScorerSettings> scorers();

    /** Scores the requests that name no scorer. Default onnx-heads. */
    @WithDefault("onnx-heads")
    String defaultScorer();

    /**
     * Inferences of an onnx scorer at a time, where it has no {@code workers} of its own. Default: its profile's; without one
     * the processors that the JVM sees, divided by its threads, and on an accelerator its sessions.
     */
    OptionalInt workers();

    /** Requests that may wait for a scorer; above it a stream ends with RESOURCE_EXHAUSTED. Default 4096. */
    @WithDefault("4096")
    @Min(1)
    int queueItems();

    /** Memory that the requests waiting for a scorer may hold, in bytes, roughly. Default 67108864. */
    @WithDefault("67108864")
    @Min(1)
    long queueBytes();

    /** Requests that may be in work over all clients and scorers, until their verdicts are published. Default 16384. */
    @WithDefault("16384")
    @Min(1)
    int inWorkItems();

    /** Memory that they may hold, in bytes, roughly. Default 134217728. */
    @WithDefault("134217728")
    @Min(1)
    long inWorkBytes();

    /** Requests of one stream that may be in work; the next one is read when a result was taken. Default 64. */
    @WithDefault("64")
    @Min(1)
    @Max(4096)
    int streamWindow();

    /** Longest prompt in characters; longer ones are invalid requests. Default 65536. */
    @WithDefault("65536")
    @Min(1)
    int promptChars();

    /** Longest response in characters; longer ones are invalid requests. Default 1048576. */
    @WithDefault("1048576")
    @Min(1)
    int responseChars();

    /** Most verdicts in one database statement. Default 256. */
    @WithDefault("256")
    @Min(1)
    int commitGroup();

    /** Longest pause between two tries while Postgres or Kafka is away. Default 5s. */
    @WithDefault("5s")
    Duration retryPause();

    /** Time for accepted work to be finished and published after SIGTERM. Default 20s. */
    @WithDefault("20s")
    Duration drainTimeout();

    /** How far a golden item's logit may lie from the recorded one, absolute. Default: the model card's tolerance. */
    Optional<Double> goldenTolerance();

    /** Time between two runs of the golden items while a scorer serves. Default 1h. */
    @WithDefault("1h")
    Duration goldenEvery();

    /** Time until a scorer that was refused is tried again. Default 1m. */
    @WithDefault("1m")
    Duration goldenRetry();

    /**
     * Verdicts of a dimension that a scorer version's first days have to hold, all days together, before later days are
     * compared with them. Default 1000.
     */
    @WithDefault("1000")
    @Min(1)
    long driftBaseline();

    /** Verdicts of a dimension that a day has to have to be compared. Default 200. */
    @WithDefault("200")
    @Min(1)
    long driftLeast();

    /** Time between two looks at the days' class shares. Default 1m. */
    @WithDefault("1m")
    Duration driftEvery();

    /** Folder with heads.json, model-card.json and golden.jsonl to serve in place of the shipped ones. Default: none. */
    Optional<String> weights();

    /** Registered scorer versions. */
    RegistrySettings registry();

    /** The gate of a promotion. */
    PromotionSettings promotion();

    /** Trainings that report how far they are. */
    TrainingSettings trainings();
}
