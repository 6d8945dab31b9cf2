package io.flames.generation.dispatch;

import com.google.protobuf.InvalidProtocolBufferException;
import io.flames.contracts.generation.v1.Outcome;
import io.flames.contracts.generation.v1.ResponseCollected;
import io.flames.contracts.generation.v1.ResponseEvent;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the records of {@code flames.responses}. Pure. */
final class ResponseReader {
    private ResponseReader() {}

    /** What is to be done with a record. */
    sealed interface Reading {
        /** To be scored; the request lacks its id and scorer. */
        record Scorable(ScoreRequest request) implements Reading {}

        /** An outcome that is not scored. */
        record NotScored() implements Reading {}

        /** @param reason without the record's texts */
        record Malformed(String reason) implements Reading {}
    }

    static Reading read(byte @Nullable [] value) {
        if (value == null) {
            return new Reading.Malformed("the record has no value");
        }
        try {
            var event = ResponseEvent.parseFrom(value);
            return event.hasResponseCollected()
                    ? read(event.getResponseCollected())
                    : new Reading.Malformed("the envelope has no event that is known");
        } catch (InvalidProtocolBufferException e) {
            return new Reading.Malformed("the value is not a ResponseEvent");
        }
    }

    private static Reading read(ResponseCollected response) {
        if (!isUuid(response.getResponseId()) || !isUuid(response.getRunId())) {
            return new Reading.Malformed("response_id and run_id are UUIDs");
        }
        var outcome = response.getOutcome();
        if (outcome == Outcome.OUTCOME_UNSPECIFIED || outcome == Outcome.UNRECOGNIZED) {
            return new Reading.Malformed("outcome is not known");
        }
        if (outcome != Outcome.OUTCOME_ANSWERED && outcome != Outcome.OUTCOME_TRUNCATED) {
            return new Reading.NotScored();
        }
        var dimension = response.getDimension();
        if (dimension == Dimension.DIMENSION_UNSPECIFIED || dimension == Dimension.UNRECOGNIZED) {
            return new Reading.Malformed("dimension is not known");
        }
        return new Reading.Scorable(ScoreRequest.newBuilder()
                .setResponseId(response.getResponseId())
                .setRevision(response.getRevision())
                .setRunId(response.getRunId())
                .setDimension(dimension)
                .setPrompt(response.getPrompt())
                .setResponse(response.getText())
                .build());
    }

    private static boolean isUuid(String value) {
        try {
            UUID.fromString(value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
