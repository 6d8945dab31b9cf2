package io.flames.prompt.promptset;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /api/v1/sets}. */
public record NewSet(
        @NotNull(message = "is required; " + SetName.RULE) @Nullable String name,
        @Size(max = 2000, message = "has more than 2000 characters")
                @Pattern(regexp = "[^\\x00]*", message = "contains a NUL character")
                @Nullable
                String description) {}
