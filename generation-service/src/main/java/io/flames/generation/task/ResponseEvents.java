package io.flames.generation.task;

import com.google.protobuf.Timestamp;
import io.flames.contracts.Ids;
import io.flames.contracts.Topics;
import io.flames.contracts.generation.v1.ResponseCollected;
import io.flames.contracts.generation.v1.ResponseEvent;
import io.flames.generation.client.CallResult.Answer;
import io.flames.generation.outbox.OutboxEvent;
import java.time.Instant;

/** {@code ResponseCollected} of a task that has ended. */
public final class ResponseEvents {
    private ResponseEvents() {}

    public static OutboxEvent collected(
            TaskLease lease,
            String targetName,
            int targetVersion,
            boolean synthetic,
            Answer answer,
            long latencyMs,
            Instant at) {
        var responseId = Ids.responseId(lease.runId(), lease.promptId(), lease.sample());
        var collected = ResponseCollected.newBuilder()
                .setResponseId(responseId.toString())
                .setRevision(lease.revision())
                .setRunId(lease.runId().toString())
                .setReleaseId(lease.releaseId().toString())
                .setPromptId(lease.promptId().toString())
                .setSample(lease.sample())
                .setTargetName(targetName)
                .setTargetVersionId(lease.targetVersionId().toString())
                .setTargetVersion(targetVersion)
                .setSynthetic(synthetic)
                .setDimensionValue(lease.dimension())
                .setSubcomponent(lease.subcomponent())
                .setAttackMethod(lease.attackMethod())
                .setLanguage(lease.language())
                .setPrompt(lease.prompt())
                .setOutcomeValue(answer.outcome().code())
                .setText(answer.text())
                .setTextCut(answer.textCut())
                .setFinishReason(answer.finishReason())
                .setReturnedModel(answer.returnedModel())
                .setPromptTokens(answer.promptTokens())
                .setCompletionTokens(answer.completionTokens())
                .setLatencyMs(latencyMs)
                .setAttempts(lease.attempts())
                .setDetail(answer.detail())
                .setCollectedAt(
                        Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()));
        return new OutboxEvent(
                Topics.RESPONSES,
                responseId.toString(),
                Ids.random(),
                ResponseEvent.newBuilder()
                        .setResponseCollected(collected)
                        .build()
                        .toByteArray());
    }
}
