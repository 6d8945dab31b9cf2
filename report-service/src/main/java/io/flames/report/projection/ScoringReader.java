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

import io.flames.contracts.Dimensions;
import io.flames.contracts.scoring.v1.ClassProbability;
import io.flames.contracts.scoring.v1.ResponseScored;
import io.flames.contracts.scoring.v1.ResponseUnscorable;
import io.flames.contracts.scoring.v1.ScoreEvent;
import io.flames.contracts.scoring.v1.ScorerEvent;
import io.flames.contracts.scoring.v1.ScorerPromoted;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.report.store.Rows.PromotionRow;
import io.flames.report.store.Rows.ScoreRow;
import io.flames.report.store.Rows.ScorerRow;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of an envelope of flames.scores or flames.scorers to a row. Throws {@link RefusedRecordException} for what does not
 * parse, misses an id, or makes no sense in the words of the benchmark; nothing is guessed.
 */
final class ScoringReader {
    private static final double PROBABILITY_TOLERANCE = 1e-3;

    private ScoringReader() {}

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
}
