package io.flames.annotation.label;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That a label is stored.
 *
 * @param revision from 1; each further one replaced the one before
 * @param score null where they could not judge
 * @param cannotJudge why not; null where there is a score
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Receipt(
        UUID lease, int revision, @Nullable Integer score, @Nullable String cannotJudge, Instant labelledAt) {}
