package io.flames.generation.run;

import com.google.protobuf.Timestamp;
import io.flames.contracts.Ids;
import io.flames.contracts.Topics;
import io.flames.contracts.generation.v1.OutcomeCounts;
import io.flames.contracts.generation.v1.RunCancelled;
import io.flames.contracts.generation.v1.RunEvent;
import io.flames.contracts.generation.v1.RunFinished;
import io.flames.contracts.generation.v1.RunStarted;
import io.flames.contracts.generation.v1.TargetVersion;
import io.flames.generation.outbox.OutboxEvent;
import io.flames.generation.release.Release;
import io.flames.generation.target.CanonicalDigest;
import io.flames.generation.target.Target;
import java.time.Instant;
import java.util.UUID;

/** What a run says about itself on {@code flames.runs}. */
final class RunEvents {
    private RunEvents() {}

    static OutboxEvent started(
            UUID runId,
            Release release,
            Target target,
            io.flames.generation.target.TargetVersion version,
            int samples,
            RunTriggerName trigger,
            long expected,
            Instant at) {
        var started = RunStarted.newBuilder()
                .setRunId(runId.toString())
                .setReleaseId(release.id().toString())
                .setSetId(release.setId().toString())
                .setSetName(release.setName())
                .setReleaseNumber(release.number())
                .setReleaseDigest(release.digest())
                .setTargetVersion(versionOf(target, version))
                .setSamplesPerPrompt(samples)
                .setExpectedCount(expected)
                .setTrigger(trigger.wire())
                .setStartedAt(timestamp(at));
        return event(runId, RunEvent.newBuilder().setRunStarted(started).build());
    }

    static OutboxEvent finished(UUID runId, OutcomeCounts counts, Instant at, long sequence) {
        var finished = RunFinished.newBuilder()
                .setRunId(runId.toString())
                .setCounts(counts)
                .setFinishedAt(timestamp(at))
                .setSequence(sequence);
        return event(runId, RunEvent.newBuilder().setRunFinished(finished).build());
    }

    static OutboxEvent cancelled(UUID runId, OutcomeCounts counts, Instant at, long sequence, String reason) {
        var cancelled = RunCancelled.newBuilder()
                .setRunId(runId.toString())
                .setCounts(counts)
                .setCancelledAt(timestamp(at))
                .setSequence(sequence)
                .setReason(reason);
        return event(runId, RunEvent.newBuilder().setRunCancelled(cancelled).build());
    }

    private static TargetVersion versionOf(Target target, io.flames.generation.target.TargetVersion version) {
        return TargetVersion.newBuilder()
                .setTargetId(target.id().toString())
                .setTargetName(target.name())
                .setTargetVersionId(version.id().toString())
                .setVersion(version.number())
                .setDigest(version.digest())
                .setModel(version.frozen().model())
                .setEndpoint(version.frozen().baseUrl())
                .setParametersJson(CanonicalDigest.parameters(version.frozen()).toString())
                .setSynthetic(version.frozen().synthetic())
                .build();
    }

    private static OutboxEvent event(UUID runId, RunEvent event) {
        return new OutboxEvent(Topics.RUNS, runId.toString(), Ids.random(), event.toByteArray());
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
