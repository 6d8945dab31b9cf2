package io.flames.prompt.promptset;

import io.flames.contracts.Dimensions;
import io.flames.prompt.problem.Problems;
import io.flames.prompt.taxonomy.Subcomponent;

/** Which prompts of a set to list; an empty value asks for all. {@code attackMethod} "-" asks for those without one. */
public record PromptFilter(String dimension, String subcomponent, String attackMethod) {
    /** Asks for prompts that name no attack method. */
    public static final String NO_METHOD = "-";

    public PromptFilter {
        if (!dimension.isEmpty() && Dimensions.byName(dimension).isEmpty()) {
            throw Problems.badValue("dimension", "unknown dimension, expected one of " + Dimensions.allowedNames());
        }
        if (!subcomponent.isEmpty() && Subcomponent.byName(subcomponent).isEmpty()) {
            throw Problems.badValue("subcomponent", "unknown subcomponent, expected one of " + Subcomponent.allowed());
        }
    }

    public static PromptFilter none() {
        return new PromptFilter("", "", "");
    }
}
