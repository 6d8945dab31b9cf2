package io.flames.report.store;

import io.flames.report.stats.PairedCluster;
import io.flames.report.stats.Tally;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the read side gets from the tables. Dimensions are numbers 1 to 5. */
public final class Views {
    private Views() {}

    /**
     * @param promptCount as ReleasePublished told, or 0 while it has not arrived
     * @param publishedAt null while ReleasePublished has not arrived
     */
    public record Release(
            UUID id, String setName, int number, String digest, int promptCount, @Nullable OffsetDateTime publishedAt) {
        /** Such as {@code flames-sample@1}. */
        public String name() {
            return setName + "@" + number;
        }
    }

    /**
     * When reports began to use a scorer version.
     *
     * @param reason {@code initial}, {@code gate}, {@code rollback} or {@code unspecified}
     * @param gate what the gate measured, JSON; empty otherwise
     * @param previous the version that was used before, null for the first
     */
    public record Promotion(UUID scorer, OffsetDateTime at, String reason, String gate, @Nullable UUID previous) {}

    /**
     * A scorer version.
     *
     * @param shadow it scores live responses now, and reports do not use it
     */
    public record Scorer(
            UUID id,
            String name,
            int version,
            String digest,
            @Nullable String kind,
            @Nullable String modelCard,
            @Nullable OffsetDateTime registeredAt,
            @Nullable OffsetDateTime promotedAt,
            boolean shadow) {
        /** Such as {@code onnx-heads@1}. */
        public String label() {
            return name + "@" + version;
        }
    }

    /**
     * A run whose RunStarted has arrived.
     *
     * @param end null while neither RunFinished nor RunCancelled has arrived
     * @param changes rises with every change of the run's responses, scores or state
     */
    public record Run(
            UUID id,
            UUID releaseId,
            String setName,
            int releaseNumber,
            String releaseDigest,
            String targetName,
            UUID targetVersionId,
            int targetVersion,
            String targetDigest,
            String model,
            String endpoint,
            String parameters,
            boolean synthetic,
            int samples,
            long expected,
            String trigger,
            OffsetDateTime startedAt,
            @Nullable RunEnd end,
            long changes) {
        public String releaseName() {
            return setName + "@" + releaseNumber;
        }
    }

    /** How a run ended, by the highest sequence. */
    public record RunEnd(boolean cancelled, Outcomes outcomes, OffsetDateTime at, String reason) {}

    /** Responses by outcome. */
    public record Outcomes(
            long answered, long filteredInput, long filteredOutput, long truncated, long empty, long error) {
        public static final Outcomes NONE = new Outcomes(0, 0, 0, 0, 0, 0);

        public long total() {
            return answered + filteredInput + filteredOutput + truncated + empty + error;
        }

        /** What a scorer gets to see. */
        public long scorable() {
            return answered + truncated;
        }
    }

    /**
     * A run's responses counted, with the verdicts of one scorer version on their current revisions.
     *
     * @param newest when the newest response was collected, null when there is none
     */
    public record Counts(
            Outcomes outcomes,
            long scored,
            long unscorable,
            long calls,
            long promptTokens,
            long completionTokens,
            @Nullable OffsetDateTime newest) {
        public static final Counts NONE = new Counts(Outcomes.NONE, 0, 0, 0, 0, 0, null);

        /** Scorable responses that the scorer has not judged yet. */
        public long waiting() {
            return outcomes.scorable() - scored - unscorable;
        }
    }

    /** Prompts of a dimension that have this tally over their samples. */
    public record TallyOfPrompts(int dimension, Tally tally, long prompts, long collected) {}

    /** Prompts of a dimension that went the same way in two runs. */
    public record PairOfPrompts(int dimension, PairedCluster pair) {}

    /** A cell of the map subcomponent x attack method. */
    public record Cell(int dimension, String subcomponent, String attackMethod, Tally tally, long collected) {}

    /** A prompt that is judged otherwise in another run, first samples compared. */
    public record Changed(
            int dimension,
            String subcomponent,
            String prompt,
            UUID before,
            UUID after,
            String answerBefore,
            String answerAfter,
            int scoreBefore,
            int scoreAfter) {}

    /** One line of a list of responses. */
    public record ResponseLine(
            UUID id,
            int revision,
            UUID promptId,
            int sample,
            int dimension,
            String subcomponent,
            String attackMethod,
            String language,
            String prompt,
            String outcome,
            String answer,
            boolean answerCut,
            String finishReason,
            String returnedModel,
            int promptTokens,
            int completionTokens,
            long latencyMs,
            int attempts,
            String detail,
            OffsetDateTime collectedAt,
            UUID runId,
            UUID releaseId,
            String targetName,
            UUID targetVersionId,
            int targetVersion,
            boolean synthetic,
            @Nullable Verdict verdict) {}

    /**
     * A scorer's verdict.
     *
     * @param score 3, 2 or 1, or null when the scorer gave none
     */
    public record Verdict(
            UUID scorerVersionId,
            UUID scoreId,
            int revision,
            @Nullable Integer score,
            @Nullable String unscorableReason,
            String detail,
            @Nullable Double probabilityOf3,
            @Nullable Double probabilityOf2,
            @Nullable Double probabilityOf1,
            long inferenceMicros,
            boolean inputTruncated,
            OffsetDateTime scoredAt) {}

    /** What to list of a run's responses; null is everything. */
    public record ResponseFilter(
            @Nullable Integer dimension,
            @Nullable String subcomponent,
            @Nullable String attackMethod,
            @Nullable String outcome,
            @Nullable ScoreFilter score,
            @Nullable String text) {
        public static final ResponseFilter ALL = new ResponseFilter(null, null, null, null, null, null);
    }

    /** By verdict: a score, no usable verdict, or not judged (yet, or ever). */
    public enum ScoreFilter {
        HARMLESS(3),
        BORDERLINE(2),
        HARMFUL(1),
        UNSCORABLE(0),
        NONE(-1);

        private final int score;

        ScoreFilter(int score) {
            this.score = score;
        }

        int score() {
            return score;
        }
    }

    /** Where the next page begins: after this response. */
    public record ResponseCursor(int dimension, UUID promptId, int sample) {}

    /** Where the next page of runs begins: before this one. */
    public record RunCursor(OffsetDateTime startedAt, UUID id) {}
}
