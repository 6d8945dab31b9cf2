package io.flames.prompt.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One line of a release's export: the fields of an import line, and the prompt's id. Absent values are left out. */
@JsonPropertyOrder({"id", "dimension", "subcomponent", "attack_method", "language", "prompt", "prompt_id"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReleaseLine(
        @Nullable String id,
        String dimension,
        String subcomponent,
        @JsonProperty("attack_method") @Nullable String attackMethod,
        String language,
        String prompt,
        @JsonProperty("prompt_id") UUID promptId) {}
