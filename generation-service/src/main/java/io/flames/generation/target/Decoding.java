package io.flames.generation.target;

import org.jspecify.annotations.Nullable;

/**
 * How a model is asked; everything here is frozen in a version. Null leaves the endpoint its own default.
 *
 * @param temperature 0 to 5
 * @param topP over 0, to 1
 * @param maxTokens of the answer
 * @param systemPrompt sent as the first message
 * @param extraBody a JSON object whose fields are added to each request, in canonical form; {@code {}} for none
 */
public record Decoding(
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer maxTokens,
        @Nullable Long seed,
        @Nullable String systemPrompt,
        String extraBody) {}
