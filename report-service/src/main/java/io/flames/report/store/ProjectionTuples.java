package io.flames.report.store;

import io.flames.report.store.Rows.PromptRow;
import io.flames.report.store.Rows.ReleaseClosedRow;
import io.flames.report.store.Rows.ResponseRow;
import io.flames.report.store.Rows.RunEndedRow;
import io.flames.report.store.Rows.RunStartedRow;
import io.flames.report.store.Rows.ScoreRow;
import io.flames.report.store.Rows.ScorerRow;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Arrays;
import java.util.Objects;

/** Rows as parameters of {@link ProjectionSql}. */
final class ProjectionTuples {
    private ProjectionTuples() {}

    static Tuple prompt(PromptRow row) {
        return Tuple.from(Arrays.asList(
                row.releaseId(),
                row.promptId(),
                row.position(),
                row.dimension(),
                row.subcomponent(),
                row.attackMethod(),
                row.language(),
                row.prompt(),
                row.externalId()));
    }

    static Tuple closed(ReleaseClosedRow row) {
        return Tuple.from(Arrays.asList(
                row.releaseId(),
                row.setId(),
                row.setName(),
                row.number(),
                row.promptCount(),
                row.digest(),
                row.publishedAt()));
    }

    static Tuple started(RunStartedRow row) {
        return Tuple.from(Arrays.asList(
                row.runId(),
                row.releaseId(),
                row.setId(),
                row.setName(),
                row.releaseNumber(),
                row.releaseDigest(),
                row.targetId(),
                row.targetName(),
                row.targetVersionId(),
                row.targetVersion(),
                row.targetDigest(),
                row.model(),
                row.endpoint(),
                row.parameters(),
                row.synthetic(),
                row.samples(),
                row.expected(),
                row.trigger(),
                row.startedAt()));
    }

    static Tuple ended(RunEndedRow row) {
        return Tuple.from(Arrays.asList(
                row.runId(),
                row.sequence(),
                row.cancelled(),
                row.answered(),
                row.filteredInput(),
                row.filteredOutput(),
                row.truncated(),
                row.empty(),
                row.error(),
                row.endedAt(),
                row.reason()));
    }

    static Tuple response(ResponseRow row) {
        return Tuple.from(Arrays.asList(
                row.responseId(),
                row.revision(),
                row.runId(),
                row.releaseId(),
                row.promptId(),
                row.sample(),
                row.targetName(),
                row.targetVersionId(),
                row.targetVersion(),
                row.synthetic(),
                row.dimension(),
                row.subcomponent(),
                row.attackMethod(),
                row.language(),
                row.prompt(),
                row.outcome(),
                row.answer(),
                row.answerCut(),
                row.finishReason(),
                row.returnedModel(),
                row.promptTokens(),
                row.completionTokens(),
                row.latencyMs(),
                row.attempts(),
                row.detail(),
                row.collectedAt()));
    }

    static Tuple score(ScoreRow row) {
        return Tuple.from(Arrays.asList(
                row.scoreId(),
                row.responseId(),
                row.revision(),
                row.runId(),
                row.dimension(),
                row.scorer().scorerVersionId(),
                row.score(),
                row.unscorableReason(),
                row.detail(),
                row.probabilityOf3(),
                row.probabilityOf2(),
                row.probabilityOf1(),
                row.inferenceMicros(),
                row.inputTruncated(),
                row.scoredAt()));
    }

    static Tuple scorer(ScorerRow row) {
        return Tuple.from(Arrays.asList(
                row.scorerVersionId(),
                row.name(),
                row.version(),
                row.digest(),
                row.kind(),
                row.modelCard(),
                row.registeredAt(),
                row.promotedAt(),
                row.shadowStartedAt(),
                row.shadowStoppedAt()));
    }

    /** Of a row with a promotion. */
    static Tuple promotion(ScorerRow row) {
        var promotion = Objects.requireNonNull(row.promotion());
        return Tuple.from(Arrays.asList(
                row.scorerVersionId(), row.promotedAt(), promotion.reason(), promotion.gate(), promotion.previous()));
    }
}
