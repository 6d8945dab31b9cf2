package io.flames.scoring.served;

import com.google.protobuf.Timestamp;
import io.flames.contracts.scoring.v1.ScorerEvent;
import io.flames.contracts.scoring.v1.ScorerVersionRegistered;
import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.verdict.VerdictLog;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says to everybody which scorer versions serve, once in the life of the process: a scorer that was refused for a while and
 * is back must not pass for the newest one. Which one reports use is the registry's to say.
 */
final class Registrations {
    private final VerdictLog log;
    private final Set<UUID> said = ConcurrentHashMap.newKeySet();

    Registrations(VerdictLog log) {
        this.log = log;
    }

    void register(ServedScorer scorer, LoadedScorer loaded) {
        if (!said.add(loaded.scorer().identity().id())) {
            return;
        }
        var version = loaded.scorer().identity().toMessage();
        var now = timestamp(Instant.now());
        log.register(ScorerEvent.newBuilder()
                .setScorerVersionRegistered(ScorerVersionRegistered.newBuilder()
                        .setScorerVersion(version)
                        .setKind(scorer.kind())
                        .setModelCardJson(
                                loaded.card().isEmpty() ? "" : loaded.card().toString())
                        .setRegisteredAt(now))
                .build());
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
