package io.flames.report.support;

import io.flames.contracts.Ids;
import io.flames.contracts.Topics;
import io.flames.contracts.scoring.v1.PromotionReason;
import io.flames.contracts.scoring.v1.ScorerEvent;
import io.flames.contracts.scoring.v1.ScorerPromoted;
import io.flames.contracts.scoring.v1.ScorerShadowStarted;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.contracts.scoring.v1.ScorerVersionRegistered;
import io.flames.report.support.Benchmark.Event;
import java.time.Instant;

/** Scorer versions, as the events that scoring-service would send about them. */
public final class ScorerEvents {
    private ScorerEvents() {}

    public static ScorerVersion version(String name, int number) {
        var digest = String.format("%064x", number);
        return ScorerVersion.newBuilder()
                .setScorerVersionId(Ids.scorerVersionId(name, digest).toString())
                .setName(name)
                .setVersion(number)
                .setDigest(digest)
                .build();
    }

    public static Event registered(ScorerVersion scorer, Instant at, String modelCard) {
        return event(
                scorer,
                ScorerEvent.newBuilder()
                        .setScorerVersionRegistered(ScorerVersionRegistered.newBuilder()
                                .setScorerVersion(scorer)
                                .setKind("onnx")
                                .setModelCardJson(modelCard)
                                .setRegisteredAt(Benchmark.time(at))));
    }

    public static Event shadowStarted(ScorerVersion scorer, Instant at) {
        return event(
                scorer,
                ScorerEvent.newBuilder()
                        .setScorerShadowStarted(ScorerShadowStarted.newBuilder()
                                .setScorerVersion(scorer)
                                .setStartedAt(Benchmark.time(at))
                                .setFromBeginning(true)));
    }

    public static Event promoted(ScorerVersion scorer, Instant at) {
        return event(
                scorer,
                ScorerEvent.newBuilder()
                        .setScorerPromoted(ScorerPromoted.newBuilder()
                                .setScorerVersion(scorer)
                                .setPromotedAt(Benchmark.time(at))));
    }

    public static Event promoted(
            ScorerVersion scorer, Instant at, PromotionReason reason, String gate, ScorerVersion previous) {
        return event(
                scorer,
                ScorerEvent.newBuilder()
                        .setScorerPromoted(ScorerPromoted.newBuilder()
                                .setScorerVersion(scorer)
                                .setPromotedAt(Benchmark.time(at))
                                .setReason(reason)
                                .setGateJson(gate)
                                .setPreviousScorerVersionId(previous.getScorerVersionId())));
    }

    private static Event event(ScorerVersion scorer, ScorerEvent.Builder event) {
        return new Event(
                Topics.SCORERS, scorer.getScorerVersionId(), event.build().toByteArray());
    }
}
