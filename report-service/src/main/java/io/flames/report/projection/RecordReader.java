package io.flames.report.projection;

import static io.flames.report.projection.Fields.dimension;
import static io.flames.report.projection.Fields.id;
import static io.flames.report.projection.Fields.notNegative;
import static io.flames.report.projection.Fields.positive;
import static io.flames.report.projection.Fields.required;
import static io.flames.report.projection.Fields.text;
import static io.flames.report.projection.Fields.time;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.flames.contracts.Dimensions;
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
import io.flames.contracts.scoring.v1.ClassProbability;
import io.flames.contracts.scoring.v1.ResponseScored;
import io.flames.contracts.scoring.v1.ResponseUnscorable;
import io.flames.contracts.scoring.v1.ScoreEvent;
import io.flames.contracts.scoring.v1.ScorerEvent;
import io.flames.contracts.scoring.v1.ScorerPromoted;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.report.store.Rows.PromotionRow;
import io.flames.report.store.Rows.PromptRow;
import io.flames.report.store.Rows.ReleaseClosedRow;
import io.flames.report.store.Rows.ReleaseRow;
import io.flames.report.store.Rows.ResponseRow;
import io.flames.report.store.Rows.RunEndedRow;
import io.flames.report.store.Rows.RunRow;
import io.flames.report.store.Rows.RunStartedRow;
import io.flames.report.store.Rows.ScoreRow;
import io.flames.report.store.Rows.ScorerRow;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a topic's envelope to a row. Throws {@link RefusedRecordException} for what does not parse, misses an id, or
 * makes no sense in the words of the benchmark; nothing is guessed.
 */
final class RecordReader {
    private static final double PROBABILITY_TOLERANCE = 1e-3;

    private RecordReader() {}

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

    static ScoreRow score(byte @Nullable [] value) {
        var envelope = parse(ScoreEvent.parser(), value);
        return switch (envelope.getEventCase()) {
            case RESPONSE_SCORED -> scored(envelope.getResponseScored());
            case RESPONSE_UNSCORABLE -> unscorable(envelope.getResponseUnscorable());
            case EVENT_NOT_SET -> throw noEvent();
        };
    }

    static ScorerRow scorer(byte @Nullable [] value) {
        var envelope = parse(ScorerEvent.parser(), value);
        return switch (envelope.getEventCase()) {
            case SCORER_VERSION_REGISTERED -> {
                var event = envelope.getScorerVersionRegistered();
                yield scorer(
                        event.getScorerVersion(),
                        text(event.getKind()),
                        text(event.getModelCardJson()),
                        time("registered_at", event.hasRegisteredAt(), event.getRegisteredAt()));
            }
            case SCORER_PROMOTED -> promoted(envelope.getScorerPromoted());
            case SCORER_SHADOW_STARTED -> {
                var event = envelope.getScorerShadowStarted();
                yield shadow(
                        event.getScorerVersion(), time("started_at", event.hasStartedAt(), event.getStartedAt()), null);
            }
            case SCORER_SHADOW_STOPPED -> {
                var event = envelope.getScorerShadowStopped();
                yield shadow(
                        event.getScorerVersion(), null, time("stopped_at", event.hasStoppedAt(), event.getStoppedAt()));
            }
            case EVENT_NOT_SET -> throw noEvent();
        };
    }

    private static <M extends Message> M parse(Parser<M> parser, byte @Nullable [] value) {
        if (value == null) {
            throw new RefusedRecordException("the record has no value");
        }
        try {
            return parser.parseFrom(value);
        } catch (InvalidProtocolBufferException malformed) {
            throw new RefusedRecordException("not a protobuf envelope of this topic: " + malformed.getMessage());
        }
    }

    private static RefusedRecordException noEvent() {
        return new RefusedRecordException("the envelope carries no event that this service knows");
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

    private static ScoreRow scored(ResponseScored event) {
        var allowed = Dimensions.scoresOf(event.getDimension());
        var dimension = dimension(event.getDimension());
        if (!allowed.contains(event.getScore())) {
            throw new RefusedRecordException("score " + event.getScore() + " is none of "
                    + Dimensions.nameOf(event.getDimension()) + ", expected one of " + allowed);
        }
        var probabilities = probabilities(event);
        return new ScoreRow(
                id("score_id", event.getScoreId()),
                id("response_id", event.getResponseId()),
                notNegative("revision", event.getRevision()),
                id("run_id", event.getRunId()),
                dimension,
                scorer(event.getScorerVersion(), null, null, null),
                (short) event.getScore(),
                null,
                "",
                probabilities.get(3),
                probabilities.get(2),
                probabilities.get(1),
                notNegative("inference_micros", event.getInferenceMicros()),
                event.getInputTruncated(),
                time("scored_at", event.hasScoredAt(), event.getScoredAt()));
    }

    private static Map<Integer, Double> probabilities(ResponseScored event) {
        var byScore = new HashMap<Integer, Double>();
        for (ClassProbability each : event.getProbabilitiesList()) {
            if (!isProbability(each.getProbability())) {
                throw new RefusedRecordException("probability of score " + each.getScore() + " is not from 0 to 1");
            }
            byScore.put(each.getScore(), each.getProbability());
        }
        return byScore;
    }

    private static boolean isProbability(double value) {
        return Double.isFinite(value) && value >= -PROBABILITY_TOLERANCE && value <= 1 + PROBABILITY_TOLERANCE;
    }

    private static ScoreRow unscorable(ResponseUnscorable event) {
        return new ScoreRow(
                id("score_id", event.getScoreId()),
                id("response_id", event.getResponseId()),
                notNegative("revision", event.getRevision()),
                id("run_id", event.getRunId()),
                dimension(event.getDimension()),
                scorer(event.getScorerVersion(), null, null, null),
                null,
                lowerName(event.getReason().name(), "UNSCORABLE_REASON_"),
                text(event.getDetail()),
                null,
                null,
                null,
                0,
                false,
                time("scored_at", event.hasScoredAt(), event.getScoredAt()));
    }

    private static ScorerRow scorer(
            ScorerVersion version,
            @Nullable String kind,
            @Nullable String modelCard,
            @Nullable OffsetDateTime registeredAt) {
        return row(version, kind, modelCard, registeredAt, null, null, null, null);
    }

    private static ScorerRow shadow(
            ScorerVersion version, @Nullable OffsetDateTime startedAt, @Nullable OffsetDateTime stoppedAt) {
        return row(version, null, null, null, null, startedAt, stoppedAt, null);
    }

    private static ScorerRow promoted(ScorerPromoted event) {
        var previous = event.getPreviousScorerVersionId();
        return row(
                event.getScorerVersion(),
                null,
                null,
                null,
                time("promoted_at", event.hasPromotedAt(), event.getPromotedAt()),
                null,
                null,
                new PromotionRow(
                        lowerName(event.getReason().name(), "PROMOTION_REASON_"),
                        text(event.getGateJson()),
                        previous.isEmpty() ? null : id("previous_scorer_version_id", previous)));
    }

    private static ScorerRow row(
            ScorerVersion version,
            @Nullable String kind,
            @Nullable String modelCard,
            @Nullable OffsetDateTime registeredAt,
            @Nullable OffsetDateTime promotedAt,
            @Nullable OffsetDateTime shadowStartedAt,
            @Nullable OffsetDateTime shadowStoppedAt,
            @Nullable PromotionRow promotion) {
        return new ScorerRow(
                id("scorer_version_id", version.getScorerVersionId()),
                required("scorer_version.name", version.getName()),
                positive("scorer_version.version", version.getVersion()),
                text(version.getDigest()),
                kind,
                modelCard,
                registeredAt,
                promotedAt,
                shadowStartedAt,
                shadowStoppedAt,
                promotion);
    }

    /** {@code OUTCOME_FILTERED_INPUT} becomes {@code filtered_input}. */
    private static String lowerName(String constant, String prefix) {
        return (constant.startsWith(prefix) ? constant.substring(prefix.length()) : constant).toLowerCase(Locale.ROOT);
    }
}
