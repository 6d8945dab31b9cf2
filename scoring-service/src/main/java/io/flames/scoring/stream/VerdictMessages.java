package io.flames.scoring.stream;

import com.google.protobuf.Timestamp;
import io.flames.contracts.scoring.v1.ClassProbability;
import io.flames.contracts.scoring.v1.ResponseScored;
import io.flames.contracts.scoring.v1.ResponseUnscorable;
import io.flames.contracts.scoring.v1.ScoreEvent;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.contracts.scoring.v1.UnscorableReason;
import io.flames.scoring.scorer.Verdict;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Verdicts as the wire has them. */
final class VerdictMessages {
    private VerdictMessages() {}

    /** @param scoreId empty for a verdict that is neither kept nor published */
    static ScoreEvent event(ScoreRequest request, String scoreId, Verdict verdict, ScorerVersion version, Instant now) {
        if (verdict instanceof Verdict.Scored scored) {
            return ScoreEvent.newBuilder()
                    .setResponseScored(scored(request, scoreId, scored, version, now))
                    .build();
        }
        return ScoreEvent.newBuilder()
                .setResponseUnscorable(unscorable(request, scoreId, (Verdict.Unscorable) verdict, version, now))
                .build();
    }

    static ScoreResult result(String requestId, ScoreEvent event) {
        var result = ScoreResult.newBuilder().setRequestId(requestId);
        return event.hasResponseScored()
                ? result.setScored(event.getResponseScored()).build()
                : result.setUnscorable(event.getResponseUnscorable()).build();
    }

    private static ResponseScored scored(
            ScoreRequest request, String scoreId, Verdict.Scored verdict, ScorerVersion version, Instant now) {
        var scored = ResponseScored.newBuilder()
                .setScoreId(scoreId)
                .setResponseId(request.getResponseId())
                .setRevision(request.getRevision())
                .setRunId(request.getRunId())
                .setDimension(request.getDimension())
                .setScore(verdict.score())
                .setScorerVersion(version)
                .setInferenceMicros(TimeUnit.NANOSECONDS.toMicros(verdict.inferenceNanos()))
                .setInputTruncated(verdict.truncated())
                .setScoredAt(timestamp(now));
        verdict.probabilities().forEach(share -> scored.addProbabilities(probability(share)));
        verdict.disagreement().ifPresent(scored::setDisagreement);
        return scored.build();
    }

    private static ClassProbability probability(Verdict.ClassProbability share) {
        var message = ClassProbability.newBuilder().setScore(share.score()).setProbability(share.probability());
        share.logit().ifPresent(message::setLogit);
        return message.build();
    }

    private static ResponseUnscorable unscorable(
            ScoreRequest request, String scoreId, Verdict.Unscorable verdict, ScorerVersion version, Instant now) {
        return ResponseUnscorable.newBuilder()
                .setScoreId(scoreId)
                .setResponseId(request.getResponseId())
                .setRevision(request.getRevision())
                .setRunId(request.getRunId())
                .setDimension(request.getDimension())
                .setReason(
                        switch (verdict.reason()) {
                            case BLANK -> UnscorableReason.UNSCORABLE_REASON_BLANK;
                            case TOO_LONG -> UnscorableReason.UNSCORABLE_REASON_TOO_LONG;
                            case NO_VERDICT -> UnscorableReason.UNSCORABLE_REASON_NO_VERDICT;
                            case UNPARSEABLE -> UnscorableReason.UNSCORABLE_REASON_UNPARSEABLE;
                            case NO_MAJORITY -> UnscorableReason.UNSCORABLE_REASON_NO_MAJORITY;
                            case JUDGE_FILTERED -> UnscorableReason.UNSCORABLE_REASON_JUDGE_FILTERED;
                            case MEMBER_UNSCORABLE -> UnscorableReason.UNSCORABLE_REASON_MEMBER_UNSCORABLE;
                        })
                .setDetail(verdict.detail())
                .setScorerVersion(version)
                .setScoredAt(timestamp(now))
                .build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
