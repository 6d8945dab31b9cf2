package io.flames.scoring;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code flames.scoring.scorers.NAME.ensemble.*}. */
public interface EnsembleSettings {
    /** Names of the members, comma-separated, 2 to 10; needed. An ensemble may be a member, but not of itself. */
    Optional<List<String>> members();

    /** Share of each member's opinion, in the members' order, each above 0; only the ratios count. Default: equal. */
    Optional<List<Double>> weights();

    /** {@code weighted} (mean of the class probabilities) or {@code stacked} (see {@code stack-file}). Default weighted. */
    @WithDefault("weighted")
    String method();

    /** JSON file of the model that stacks the members; needed for method stacked. Default: none. */
    Optional<String> stackFile();

    /** Longest wait for the members' verdicts on a response; after it the response has to be sent again. Default 30s. */
    @WithDefault("30s")
    Duration timeout();
}
