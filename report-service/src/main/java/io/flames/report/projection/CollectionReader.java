package io.flames.report.projection;

import static io.flames.report.projection.Envelopes.noEvent;
import static io.flames.report.projection.Envelopes.parse;
import static io.flames.report.projection.Fields.dimension;
import static io.flames.report.projection.Fields.id;
import static io.flames.report.projection.Fields.lowerName;
import static io.flames.report.projection.Fields.notNegative;
import static io.flames.report.projection.Fields.positive;
import static io.flames.report.projection.Fields.required;
import static io.flames.report.projection.Fields.text;
import static io.flames.report.projection.Fields.time;

import io.flames.contracts.generation.v1.OutcomeCounts;
import io.flames.contracts.generation.v1.ResponseCollected;
import io.flames.contracts.generation.v1.ResponseEvent;
import io.flames.contracts.generation.v1.RunCancelled;
import io.flames.contracts.generation.v1.RunEvent;
import io.flames.contracts.generation.v1.RunFinished;
import io.flames.contracts.generation.v1.RunStarted;
import io.flames.contracts.prompt.v1.PromptIncluded;
import io.flames.contracts.prompt.v1.PromptReleaseEvent;
import io.flames.contracts.prompt.v1.ReleasePublished;
import io.flames.report.store.Rows.PromptRow;
import io.flames.report.store.Rows.ReleaseClosedRow;
import io.flames.report.store.Rows.ReleaseRow;
import io.flames.report.store.Rows.ResponseRow;
import io.flames.report.store.Rows.RunEndedRow;
import io.flames.report.store.Rows.RunRow;
import io.flames.report.store.Rows.RunStartedRow;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of an envelope of flames.prompt-releases, flames.runs or flames.responses to a row. Throws
 * {@link RefusedRecordException} for what does not parse, misses an id, or makes no sense in the words of the benchmark;
 * nothing is guessed.
 */
final class CollectionReader {
    private CollectionReader() {}

    static ReleaseRow release(byte @Nullable [] value) {
        var envelope = parse(PromptReleaseEvent.parser(), value);
        return switch (envelope.getEventCase()) {
            case PROMPT_INCLUDED -> prompt(envelope.getPromptIncluded());
            case RELEASE_PUBLISHED -> closed(envelope.getReleasePublished());
            case EVENT_NOT_SET -> throw noEvent();
        };
    }

    static RunRow run(byte @Nullable [] value) {
        var envelope = parse(RunEvent.parser(), value);
        return switch (envelope.getEventCase()) {
            case RUN_STARTED -> started(envelope.getRunStarted());
            case RUN_FINISHED -> finished(envelope.getRunFinished());
            case RUN_CANCELLED -> cancelled(envelope.getRunCancelled());
            case EVENT_NOT_SET -> throw noEvent();
        };
    }

    static ResponseRow response(byte @Nullable [] value) {
        var envelope = parse(ResponseEvent.parser(), value);
        return switch (envelope.getEventCase()) {
            case RESPONSE_COLLECTED -> collected(envelope.getResponseCollected());
            case EVENT_NOT_SET -> throw noEvent();
        };
    }

    private static PromptRow prompt(PromptIncluded event) {
        return new PromptRow(
                id("release_id", event.getReleaseId()),
                id("prompt_id", event.getPromptId()),
                notNegative("position", event.getPosition()),
                dimension(event.getDimension()),
                required("subcomponent", event.getSubcomponent()),
                text(event.getAttackMethod()),
                text(event.getLanguage()),
                required("text", event.getText()),
                text(event.getExternalId()));
    }

    private static ReleaseClosedRow closed(ReleasePublished event) {
        return new ReleaseClosedRow(
                id("release_id", event.getReleaseId()),
                id("set_id", event.getSetId()),
                required("set_name", event.getSetName()),
                positive("number", event.getNumber()),
                notNegative("prompt_count", event.getPromptCount()),
                text(event.getDigest()),
                time("published_at", event.hasPublishedAt(), event.getPublishedAt()));
    }

    private static RunStartedRow started(RunStarted event) {
        var version = event.getTargetVersion();
        return new RunStartedRow(
                id("run_id", event.getRunId()),
                id("release_id", event.getReleaseId()),
                id("set_id", event.getSetId()),
                required("set_name", event.getSetName()),
                positive("release_number", event.getReleaseNumber()),
                text(event.getReleaseDigest()),
                required("target_id", version.getTargetId()),
                required("target_name", version.getTargetName()),
                id("target_version_id", version.getTargetVersionId()),
                positive("version", version.getVersion()),
                text(version.getDigest()),
                text(version.getModel()),
                text(version.getEndpoint()),
                text(version.getParametersJson()),
                version.getSynthetic(),
                positive("samples_per_prompt", event.getSamplesPerPrompt()),
                notNegative("expected_count", event.getExpectedCount()),
                lowerName(event.getTrigger().name(), "RUN_TRIGGER_"),
                time("started_at", event.hasStartedAt(), event.getStartedAt()));
    }

    private static RunEndedRow finished(RunFinished event) {
        return ended(
                event.getRunId(),
                event.getSequence(),
                false,
                event.getCounts(),
                time("finished_at", event.hasFinishedAt(), event.getFinishedAt()),
                "");
    }

    private static RunEndedRow cancelled(RunCancelled event) {
        return ended(
                event.getRunId(),
                event.getSequence(),
                true,
                event.getCounts(),
                time("cancelled_at", event.hasCancelledAt(), event.getCancelledAt()),
                event.getReason());
    }

    private static RunEndedRow ended(
            String runId, long sequence, boolean cancelled, OutcomeCounts counts, OffsetDateTime at, String reason) {
        return new RunEndedRow(
                id("run_id", runId),
                notNegative("sequence", sequence),
                cancelled,
                notNegative("counts.answered", counts.getAnswered()),
                notNegative("counts.filtered_input", counts.getFilteredInput()),
                notNegative("counts.filtered_output", counts.getFilteredOutput()),
                notNegative("counts.truncated", counts.getTruncated()),
                notNegative("counts.empty", counts.getEmpty()),
                notNegative("counts.error", counts.getError()),
                at,
                text(reason));
    }

    private static ResponseRow collected(ResponseCollected event) {
        return new ResponseRow(
                id("response_id", event.getResponseId()),
                notNegative("revision", event.getRevision()),
                id("run_id", event.getRunId()),
                id("release_id", event.getReleaseId()),
                id("prompt_id", event.getPromptId()),
                notNegative("sample", event.getSample()),
                required("target_name", event.getTargetName()),
                id("target_version_id", event.getTargetVersionId()),
                positive("target_version", event.getTargetVersion()),
                event.getSynthetic(),
                dimension(event.getDimension()),
                required("subcomponent", event.getSubcomponent()),
                text(event.getAttackMethod()),
                text(event.getLanguage()),
                text(event.getPrompt()),
                outcome(event),
                text(event.getText()),
                event.getTextCut(),
                text(event.getFinishReason()),
                text(event.getReturnedModel()),
                notNegative("prompt_tokens", event.getPromptTokens()),
                notNegative("completion_tokens", event.getCompletionTokens()),
                notNegative("latency_ms", event.getLatencyMs()),
                notNegative("attempts", event.getAttempts()),
                text(event.getDetail()),
                time("collected_at", event.hasCollectedAt(), event.getCollectedAt()));
    }

    private static String outcome(ResponseCollected event) {
        return switch (event.getOutcome()) {
            case OUTCOME_ANSWERED,
                    OUTCOME_FILTERED_INPUT,
                    OUTCOME_FILTERED_OUTPUT,
                    OUTCOME_TRUNCATED,
                    OUTCOME_EMPTY,
                    OUTCOME_ERROR -> lowerName(event.getOutcome().name(), "OUTCOME_");
            case OUTCOME_UNSPECIFIED, UNRECOGNIZED -> throw new RefusedRecordException("outcome is not known");
        };
    }
}
