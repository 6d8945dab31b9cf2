package io.flames.annotation.intake;

import static io.flames.annotation.intake.Fields.dimension;
import static io.flames.annotation.intake.Fields.id;
import static io.flames.annotation.intake.Fields.notNegative;
import static io.flames.annotation.intake.Fields.positive;
import static io.flames.annotation.intake.Fields.required;
import static io.flames.annotation.intake.Fields.text;
import static io.flames.annotation.intake.Fields.time;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.flames.contracts.Dimensions;
import io.flames.contracts.generation.v1.Outcome;
import io.flames.contracts.generation.v1.ResponseCollected;
import io.flames.contracts.generation.v1.ResponseEvent;
import io.flames.contracts.scoring.v1.ResponseScored;
import io.flames.contracts.scoring.v1.ScoreEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a topic's envelope to a row. Throws {@link RefusedRecordException} for what does not parse, misses an id, or
 * makes no sense in the words of the benchmark; nothing is guessed. Pure.
 */
final class RecordReader {
    private static final double TOLERANCE = 1e-3;

    private RecordReader() {}

    static ResponseRow response(byte @Nullable [] value) {
        var envelope = parse(ResponseEvent.parser(), value);
        return switch (envelope.getEventCase()) {
            case RESPONSE_COLLECTED -> collected(envelope.getResponseCollected());
            case EVENT_NOT_SET -> throw noEvent();
        };
    }

    /** Empty for what the scorer could not judge: it says nothing about where people help. */
    static Optional<ScoreRow> score(byte @Nullable [] value) {
        var envelope = parse(ScoreEvent.parser(), value);
        return switch (envelope.getEventCase()) {
            case RESPONSE_SCORED -> Optional.of(scored(envelope.getResponseScored()));
            case RESPONSE_UNSCORABLE -> Optional.empty();
            case EVENT_NOT_SET -> throw noEvent();
        };
    }

    private static <T extends Message> T parse(Parser<T> parser, byte @Nullable [] value) {
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

    private static ResponseRow collected(ResponseCollected event) {
        boolean scorable = isScorable(event);
        return new ResponseRow(
                id("response_id", event.getResponseId()),
                notNegative("revision", event.getRevision()),
                id("run_id", event.getRunId()),
                id("release_id", event.getReleaseId()),
                id("prompt_id", event.getPromptId()),
                required("target_name", event.getTargetName()),
                id("target_version_id", event.getTargetVersionId()),
                positive("target_version", event.getTargetVersion()),
                event.getSynthetic(),
                dimension(event.getDimension()),
                required("subcomponent", event.getSubcomponent()),
                text(event.getAttackMethod()),
                scorable ? required("prompt", event.getPrompt()) : text(event.getPrompt()),
                scorable,
                scorable ? text(event.getText()) : "",
                time("collected_at", event.hasCollectedAt(), event.getCollectedAt()));
    }

    private static boolean isScorable(ResponseCollected event) {
        if (event.getOutcome() == Outcome.OUTCOME_UNSPECIFIED || event.getOutcome() == Outcome.UNRECOGNIZED) {
            throw new RefusedRecordException("outcome is not known");
        }
        boolean answered =
                event.getOutcome() == Outcome.OUTCOME_ANSWERED || event.getOutcome() == Outcome.OUTCOME_TRUNCATED;
        return answered && !event.getText().isBlank();
    }

    private static ScoreRow scored(ResponseScored event) {
        dimension(event.getDimension());
        var allowed = Dimensions.scoresOf(event.getDimension());
        if (!allowed.contains(event.getScore())) {
            throw new RefusedRecordException("score " + event.getScore() + " is none of "
                    + Dimensions.nameOf(event.getDimension()) + ", expected one of " + allowed);
        }
        var probabilities = probabilities(event);
        var scorer = event.getScorerVersion();
        return new ScoreRow(
                id("score_id", event.getScoreId()),
                id("response_id", event.getResponseId()),
                notNegative("revision", event.getRevision()),
                id("scorer_version_id", scorer.getScorerVersionId()),
                required("scorer_version.name", scorer.getName()),
                positive("scorer_version.version", scorer.getVersion()),
                (short) event.getScore(),
                probabilities.get(3),
                probabilities.get(2),
                probabilities.get(1),
                event.hasDisagreement() ? share("disagreement", event.getDisagreement()) : null,
                time("scored_at", event.hasScoredAt(), event.getScoredAt()));
    }

    private static Map<Integer, Double> probabilities(ResponseScored event) {
        var byScore = new HashMap<Integer, Double>();
        event.getProbabilitiesList()
                .forEach(each -> byScore.put(
                        each.getScore(), share("probability of score " + each.getScore(), each.getProbability())));
        return byScore;
    }

    /** What rounding put outside 0 to 1 is put back. */
    private static double share(String field, double value) {
        if (!Double.isFinite(value) || value < -TOLERANCE || value > 1 + TOLERANCE) {
            throw new RefusedRecordException(field + " is not from 0 to 1");
        }
        return Math.min(1, Math.max(0, value));
    }
}
