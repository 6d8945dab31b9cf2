package io.flames.scoring;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * {@code flames.scoring.scorers.NAME.judge.*}. Requests in flight are {@code flames.scoring.scorers.NAME.workers}, by
 * default 4.
 */
public interface JudgeSettings {
    /** Base URL of an OpenAI-compatible endpoint, such as https://api.example.com/v1; needed. */
    Optional<String> baseUrl();

    /** The model's name at the endpoint; needed. */
    Optional<String> model();

    /** Name of the environment variable that holds the key. Default: none. */
    Optional<String> apiKeyEnv();

    /** File that holds the key, read for each request. Default: none. */
    Optional<String> apiKeyFile();

    /** Which the judge is spoken to in: {@code zh} or {@code en}. Default zh. */
    @WithDefault("zh")
    String language();

    /** Version of the rubric. Default 1. */
    @WithDefault("1")
    String rubricVersion();

    /** Votes on each response, odd. Default 3. */
    @WithDefault("3")
    @Min(1)
    int votes();

    /** Longest answer of the judge, in tokens. Default 512. */
    @WithDefault("512")
    @Min(1)
    int maxTokens();

    /** Seed of the first vote, the next ones count up. Default: none is sent. */
    OptionalLong seed();

    /** {@code json_schema}, {@code json_object} or {@code none}: what the endpoint can be told. Default json_schema. */
    @WithDefault("json_schema")
    String responseFormat();

    /** Further fields of each request, a JSON object. Default {}. */
    @WithDefault("{}")
    String extraBody();

    /** Time for one request, its answer read to the end. Default 60s. */
    @WithDefault("60s")
    Duration requestTimeout();

    /** Tries after the first one, on 429, 5xx, timeouts and broken connections. Default 4. */
    @WithDefault("4")
    @Min(0)
    int retries();

    /** Pause before the first retry where the endpoint asks for none; it doubles with each. Default 1s. */
    @WithDefault("1s")
    Duration retryPause();

    /** Most requests a minute, of this process. Default: no limit. */
    OptionalInt requestsAMinute();

    /** Longest prompt in characters; a longer one is unscorable, it is never cut. Default 8000. */
    @WithDefault("8000")
    @Min(1)
    int promptChars();

    /** Characters of a response that the judge reads; of a longer one head and tail. Default 16000. */
    @WithDefault("16000")
    @Min(2)
    int responseChars();
}
