package io.flames.report.store;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the projection writes, one record a row or a part of a row. Dimensions are numbers 1 to 5, as on the wire. */
public final class Rows {
    private Rows() {}

    /** From flames.prompt-releases. */
    public sealed interface ReleaseRow permits PromptRow, ReleaseClosedRow {}

    public record PromptRow(
            UUID releaseId,
            UUID promptId,
            int position,
            short dimension,
            String subcomponent,
            String attackMethod,
            String language,
            String prompt,
            String externalId)
            implements ReleaseRow {}

    public record ReleaseClosedRow(
            UUID releaseId,
            UUID setId,
            String setName,
            int number,
            int promptCount,
            String digest,
            OffsetDateTime publishedAt)
            implements ReleaseRow {}

    /** From flames.runs. */
    public sealed interface RunRow permits RunStartedRow, RunEndedRow {
        UUID runId();
    }

    public record RunStartedRow(
            UUID runId,
            UUID releaseId,
            UUID setId,
            String setName,
            int releaseNumber,
            String releaseDigest,
            String targetId,
            String targetName,
            UUID targetVersionId,
            int targetVersion,
            String targetDigest,
            String model,
            String endpoint,
            String parameters,
            boolean synthetic,
            int samples,
            long expected,
            String trigger,
            OffsetDateTime startedAt)
            implements RunRow {}

    /** The highest sequence wins, whether the run finished or was cancelled. */
    public record RunEndedRow(
            UUID runId,
            long sequence,
            boolean cancelled,
            long answered,
            long filteredInput,
            long filteredOutput,
            long truncated,
            long empty,
            long error,
            OffsetDateTime endedAt,
            String reason)
            implements RunRow {}

    /** From flames.responses. The highest revision wins. */
    public record ResponseRow(
            UUID responseId,
            int revision,
            UUID runId,
            UUID releaseId,
            UUID promptId,
            int sample,
            String targetName,
            UUID targetVersionId,
            int targetVersion,
            boolean synthetic,
            short dimension,
            String subcomponent,
            String attackMethod,
            String language,
            String prompt,
            String outcome,
            String answer,
            boolean answerCut,
            String finishReason,
            String returnedModel,
            int promptTokens,
            int completionTokens,
            long latencyMs,
            int attempts,
            String detail,
            OffsetDateTime collectedAt) {}

    /**
     * From flames.scores.
     *
     * @param score 1 to 3, or null when the scorer gave no usable verdict
     * @param unscorableReason null when there is a score
     */
    public record ScoreRow(
            UUID scoreId,
            UUID responseId,
            int revision,
            UUID runId,
            short dimension,
            ScorerRow scorer,
            @Nullable Short score,
            @Nullable String unscorableReason,
            String detail,
            @Nullable Double probabilityOf3,
            @Nullable Double probabilityOf2,
            @Nullable Double probabilityOf1,
            long inferenceMicros,
            boolean inputTruncated,
            OffsetDateTime scoredAt) {}

    /** A scorer version, as far as the record knew it. */
    public record ScorerRow(
            UUID scorerVersionId,
            String name,
            int version,
            String digest,
            @Nullable String kind,
            @Nullable String modelCard,
            @Nullable OffsetDateTime registeredAt,
            @Nullable OffsetDateTime promotedAt,
            @Nullable OffsetDateTime shadowStartedAt,
            @Nullable OffsetDateTime shadowStoppedAt,
            @Nullable PromotionRow promotion) {}

    /** Why a version was promoted, at its {@code promotedAt}. */
    public record PromotionRow(String reason, String gate, @Nullable UUID previous) {}
}
