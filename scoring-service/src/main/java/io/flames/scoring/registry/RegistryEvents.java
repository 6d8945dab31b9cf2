package io.flames.scoring.registry;

import com.google.protobuf.Timestamp;
import io.flames.contracts.scoring.v1.PromotionReason;
import io.flames.contracts.scoring.v1.ScorerEvent;
import io.flames.contracts.scoring.v1.ScorerPromoted;
import io.flames.contracts.scoring.v1.ScorerShadowStarted;
import io.flames.contracts.scoring.v1.ScorerShadowStopped;
import io.flames.contracts.scoring.v1.ScorerVersionRegistered;
import io.flames.scoring.registry.state.Happening;
import io.flames.scoring.registry.state.Happening.Reason;
import io.flames.scoring.registry.store.Entry;
import io.flames.scoring.registry.store.HistoryOutbox;
import io.flames.scoring.registry.store.StoredVersion;
import io.flames.scoring.verdict.VerdictLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Publishes the history on {@code flames.scorers}, in order, each line after it was committed. */
@ApplicationScoped
class RegistryEvents {
    private static final long PATIENCE_SECONDS = 5;

    private final HistoryOutbox outbox;
    private final VerdictLog log;
    /** What this process handed to the producer already, which goes on trying by itself. */
    private final Map<Long, CompletableFuture<Void>> underWay = new HashMap<>();

    RegistryEvents(HistoryOutbox outbox, VerdictLog log) {
        this.outbox = outbox;
        this.log = log;
    }

    synchronized void publishDue() {
        outbox.publish(this::publish);
    }

    private boolean publish(Entry entry, StoredVersion version) {
        if (entry.happening()
                .filter(Predicate.not(Happening.Discarded.class::isInstance))
                .isEmpty()) {
            // What the registry keeps of a version is its own affair.
            return true;
        }
        var done = underWay.computeIfAbsent(entry.sequence(), fresh -> log.register(
                        event(entry, entry.happening().get(), version))
                .toCompletableFuture());
        try {
            done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            underWay.remove(entry.sequence());
            return true;
        } catch (TimeoutException | ExecutionException later) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static ScorerEvent event(Entry entry, Happening happening, StoredVersion version) {
        var identity = version.identity().toMessage();
        var at = timestamp(entry.at());
        var event = ScorerEvent.newBuilder();
        if (happening instanceof Happening.Registered) {
            return event.setScorerVersionRegistered(ScorerVersionRegistered.newBuilder()
                            .setScorerVersion(identity)
                            .setKind(version.kind())
                            .setModelCardJson(version.card())
                            .setRegisteredAt(at))
                    .build();
        }
        if (happening instanceof Happening.ShadowStarted started) {
            return event.setScorerShadowStarted(ScorerShadowStarted.newBuilder()
                            .setScorerVersion(identity)
                            .setStartedAt(at)
                            .setFromBeginning(started.history()))
                    .build();
        }
        if (happening instanceof Happening.ShadowStopped) {
            return event.setScorerShadowStopped(ScorerShadowStopped.newBuilder()
                            .setScorerVersion(identity)
                            .setStoppedAt(at))
                    .build();
        }
        return event.setScorerPromoted(ScorerPromoted.newBuilder()
                        .setScorerVersion(identity)
                        .setPromotedAt(at)
                        .setReason(reason(((Happening.Promoted) happening).reason()))
                        .setGateJson(entry.gate())
                        .setPreviousScorerVersionId(
                                entry.previous().map(UUID::toString).orElse("")))
                .build();
    }

    private static PromotionReason reason(Reason reason) {
        return switch (reason) {
            case INITIAL -> PromotionReason.PROMOTION_REASON_INITIAL;
            case GATE -> PromotionReason.PROMOTION_REASON_GATE;
            case ROLLBACK -> PromotionReason.PROMOTION_REASON_ROLLBACK;
        };
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
