package io.flames.report.response;

import io.flames.contracts.Dimensions;
import io.flames.report.store.Views.ResponseLine;
import io.flames.report.store.Views.Verdict;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One response in a list. Component names are those of the REST interface. */
public record ResponseView(
        UUID id,
        int revision,
        UUID promptId,
        int sample,
        String dimension,
        String subcomponent,
        String attackMethod,
        String language,
        String prompt,
        String outcome,
        String response,
        boolean responseCut,
        String finishReason,
        String returnedModel,
        int promptTokens,
        int completionTokens,
        long latencyMs,
        int attempts,
        String detail,
        OffsetDateTime collectedAt,
        @Nullable VerdictView verdict) {

    /** @param score 3, 2, 1, or null when the scorer gave no usable verdict */
    public record VerdictView(
            UUID scoreId,
            UUID scorerVersionId,
            int revision,
            @Nullable Integer score,
            @Nullable String unscorableReason,
            String detail,
            Probabilities probabilities,
            long inferenceMicros,
            boolean inputTruncated,
            OffsetDateTime scoredAt) {
        public static VerdictView of(Verdict verdict) {
            return new VerdictView(
                    verdict.scoreId(),
                    verdict.scorerVersionId(),
                    verdict.revision(),
                    verdict.score(),
                    verdict.unscorableReason(),
                    verdict.detail(),
                    new Probabilities(verdict.probabilityOf3(), verdict.probabilityOf2(), verdict.probabilityOf1()),
                    verdict.inferenceMicros(),
                    verdict.inputTruncated(),
                    verdict.scoredAt());
        }
    }

    /** Null for a class that the dimension does not know. */
    public record Probabilities(@Nullable Double harmless, @Nullable Double borderline, @Nullable Double harmful) {}

    public static ResponseView of(ResponseLine line) {
        var verdict = line.verdict();
        return new ResponseView(
                line.id(),
                line.revision(),
                line.promptId(),
                line.sample(),
                Dimensions.nameOf(Dimensions.ALL.get(line.dimension() - 1)),
                line.subcomponent(),
                line.attackMethod(),
                line.language(),
                line.prompt(),
                line.outcome(),
                line.answer(),
                line.answerCut(),
                line.finishReason(),
                line.returnedModel(),
                line.promptTokens(),
                line.completionTokens(),
                line.latencyMs(),
                line.attempts(),
                line.detail(),
                line.collectedAt(),
                verdict == null ? null : VerdictView.of(verdict));
    }
}
