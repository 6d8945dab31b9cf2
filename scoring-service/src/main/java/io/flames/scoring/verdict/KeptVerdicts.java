package io.flames.scoring.verdict;

import com.google.protobuf.InvalidProtocolBufferException;
import io.flames.contracts.Topics;
import io.flames.contracts.scoring.v1.ResponseScored;
import io.flames.contracts.scoring.v1.ResponseUnscorable;
import io.flames.contracts.scoring.v1.ScoreEvent;
import io.flames.contracts.scoring.v1.ScorerEvent;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.scoring.verdict.VerdictStore.Kept;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Keeps a verdict in Postgres, then publishes it, then lets it be acknowledged. A response that comes again gets the
 * verdict that was kept, and it is published again: whoever acknowledged nothing may have published nothing. Consumers
 * are idempotent by score id.
 */
final class KeptVerdicts implements VerdictLog {
    private final GroupCommit<UUID, Optional<byte[]>> find;
    private final GroupCommit<Kept, byte[]> keep;
    private final EventPublisher publisher;
    private final VerdictMetrics metrics;

    KeptVerdicts(
            GroupCommit<UUID, Optional<byte[]>> find,
            GroupCommit<Kept, byte[]> keep,
            EventPublisher publisher,
            VerdictMetrics metrics) {
        this.find = find;
        this.keep = keep;
        this.publisher = publisher;
        this.metrics = metrics;
    }

    @Override
    public CompletionStage<ScoreEvent> record(UUID scoreId, Supplier<CompletionStage<ScoreEvent>> judge) {
        return find.add(scoreId).thenCompose(kept -> {
            if (kept.isPresent()) {
                return publish(scoreId, parse(kept.get())).whenComplete((event, fault) -> metrics.republished());
            }
            return judge.get()
                    .thenCompose(event -> keep.add(Kept.of(scoreId, event)))
                    .thenCompose(payload -> publish(scoreId, parse(payload)))
                    .whenComplete((event, fault) -> {
                        if (fault == null) {
                            metrics.published();
                        }
                    });
        });
    }

    @Override
    public CompletionStage<Void> register(ScorerEvent event) {
        String version = versionOf(event).getScorerVersionId();
        // The same for the same event, whoever sends it again.
        var eventId = event.hasScorerVersionRegistered()
                ? UUID.fromString(version)
                : UUID.nameUUIDFromBytes(event.toByteArray());
        return publisher.publish(Topics.SCORERS, version, event, eventId, Instant.now());
    }

    private static ScorerVersion versionOf(ScorerEvent event) {
        return switch (event.getEventCase()) {
            case SCORER_VERSION_REGISTERED -> event.getScorerVersionRegistered().getScorerVersion();
            case SCORER_PROMOTED -> event.getScorerPromoted().getScorerVersion();
            case SCORER_SHADOW_STARTED -> event.getScorerShadowStarted().getScorerVersion();
            case SCORER_SHADOW_STOPPED -> event.getScorerShadowStopped().getScorerVersion();
            case EVENT_NOT_SET -> throw new IllegalArgumentException("an event without a version");
        };
    }

    private CompletableFuture<ScoreEvent> publish(UUID scoreId, ScoreEvent event) {
        return publisher
                .publish(Topics.SCORES, responseId(event), event, scoreId, Instant.now())
                .thenApply(done -> event);
    }

    private static String responseId(ScoreEvent event) {
        ResponseScored scored = event.getResponseScored();
        ResponseUnscorable unscorable = event.getResponseUnscorable();
        return event.hasResponseScored() ? scored.getResponseId() : unscorable.getResponseId();
    }

    private static ScoreEvent parse(byte[] payload) {
        try {
            return ScoreEvent.parseFrom(payload);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a kept verdict cannot be read", e);
        }
    }
}
