package io.flames.prompt.promptset;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** @param latestRelease such as {@code flames-sample@2}, or null before the first */
public record PromptSetView(
        UUID id,
        String name,
        String description,
        long promptCount,
        @Nullable String latestRelease,
        Instant createdAt) {}
