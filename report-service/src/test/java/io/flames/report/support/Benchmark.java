package io.flames.report.support;

import com.google.protobuf.Timestamp;
import io.flames.contracts.Dimensions;
import io.flames.contracts.Ids;
import io.flames.contracts.Topics;
import io.flames.contracts.generation.v1.Outcome;
import io.flames.contracts.generation.v1.OutcomeCounts;
import io.flames.contracts.generation.v1.ResponseCollected;
import io.flames.contracts.generation.v1.ResponseEvent;
import io.flames.contracts.generation.v1.RunCancelled;
import io.flames.contracts.generation.v1.RunEvent;
import io.flames.contracts.generation.v1.RunFinished;
import io.flames.contracts.generation.v1.RunStarted;
import io.flames.contracts.generation.v1.RunTrigger;
import io.flames.contracts.generation.v1.TargetVersion;
import io.flames.contracts.prompt.v1.PromptIncluded;
import io.flames.contracts.prompt.v1.PromptReleaseEvent;
import io.flames.contracts.prompt.v1.ReleasePublished;
import io.flames.contracts.scoring.v1.ClassProbability;
import io.flames.contracts.scoring.v1.ResponseScored;
import io.flames.contracts.scoring.v1.ResponseUnscorable;
import io.flames.contracts.scoring.v1.ScoreEvent;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.contracts.scoring.v1.UnscorableReason;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A release of a set of its own, as the events that the other services would send about it. */
public final class Benchmark {
    private static final Map<Dimension, String> SUBCOMPONENTS = Map.of(
            Dimension.DIMENSION_FAIRNESS, "Toxic language",
            Dimension.DIMENSION_SAFETY, "Physical harm",
            Dimension.DIMENSION_MORALITY, "Chinese values",
            Dimension.DIMENSION_LEGALITY, "Law violation",
            Dimension.DIMENSION_DATA_PROTECTION, "Personal data");
    private static final String DIGEST = "4f1c".repeat(16);

    private final Instant start = Instant.now();
    private final String setName;
    private final UUID setId = Ids.random();
    private final UUID releaseId = Ids.releaseId(setId, 1);
    private final Map<Dimension, Integer> prompts;

    /** @param promptsEach prompts in each dimension */
    public Benchmark(String setName, int promptsEach) {
        this.setName = setName;
        this.prompts = new LinkedHashMap<>();
        Dimensions.ALL.forEach(dimension -> prompts.put(dimension, promptsEach));
    }

    /** One record. */
    public record Event(String topic, String key, byte[] value) {}

    /** A run on the release, by a target version. */
    public record Run(UUID id, String target, int version, int samples) {
        UUID targetVersionId() {
            return UUID.nameUUIDFromBytes((target + "@" + version).getBytes(StandardCharsets.UTF_8));
        }
    }

    public String releaseName() {
        return setName + "@1";
    }

    public UUID releaseId() {
        return releaseId;
    }

    public int promptCount() {
        return prompts.values().stream().mapToInt(Integer::intValue).sum();
    }

    public Run run(String target, int version, int samples) {
        return new Run(Ids.random(), target, version, samples);
    }

    public UUID promptId(Dimension dimension, int index) {
        return Ids.promptId(setId, dimension + "/" + index);
    }

    public UUID responseId(Run run, Dimension dimension, int index, int sample) {
        return Ids.responseId(run.id(), promptId(dimension, index), sample);
    }

    /** Every prompt, then the close. */
    public List<Event> release() {
        var events = new ArrayList<Event>();
        int position = 0;
        for (var dimension : Dimensions.ALL) {
            for (int i = 0; i < prompts.getOrDefault(dimension, 0); i++) {
                events.add(event(
                        Topics.PROMPT_RELEASES,
                        releaseId,
                        PromptReleaseEvent.newBuilder()
                                .setPromptIncluded(PromptIncluded.newBuilder()
                                        .setReleaseId(releaseId.toString())
                                        .setPromptId(promptId(dimension, i).toString())
                                        .setPosition(position++)
                                        .setDimension(dimension)
                                        .setSubcomponent(subcomponentOf(dimension))
                                        .setAttackMethod(attackMethod(i))
                                        .setLanguage("zh")
                                        .setText(promptText(dimension, i)))
                                .build()
                                .toByteArray()));
            }
        }
        events.add(event(
                Topics.PROMPT_RELEASES,
                releaseId,
                PromptReleaseEvent.newBuilder()
                        .setReleasePublished(ReleasePublished.newBuilder()
                                .setReleaseId(releaseId.toString())
                                .setSetId(setId.toString())
                                .setSetName(setName)
                                .setNumber(1)
                                .setPromptCount(promptCount())
                                .setDigest(DIGEST)
                                .setPublishedAt(time(start)))
                        .build()
                        .toByteArray()));
        return events;
    }

    public Event started(Run run) {
        return event(
                Topics.RUNS,
                run.id(),
                RunEvent.newBuilder()
                        .setRunStarted(RunStarted.newBuilder()
                                .setRunId(run.id().toString())
                                .setReleaseId(releaseId.toString())
                                .setSetId(setId.toString())
                                .setSetName(setName)
                                .setReleaseNumber(1)
                                .setReleaseDigest(DIGEST)
                                .setTargetVersion(TargetVersion.newBuilder()
                                        .setTargetId(UUID.nameUUIDFromBytes(
                                                        run.target().getBytes(StandardCharsets.UTF_8))
                                                .toString())
                                        .setTargetName(run.target())
                                        .setTargetVersionId(
                                                run.targetVersionId().toString())
                                        .setVersion(run.version())
                                        .setDigest(DIGEST)
                                        .setModel("model-" + run.target())
                                        .setEndpoint("http://localhost:1/v1")
                                        .setParametersJson("{\"temperature\":0}")
                                        .setSynthetic(true))
                                .setSamplesPerPrompt(run.samples())
                                .setExpectedCount((long) promptCount() * run.samples())
                                .setTrigger(RunTrigger.RUN_TRIGGER_RELEASE)
                                .setStartedAt(time(start.plusSeconds(run.version()))))
                        .build()
                        .toByteArray());
    }

    public Event finished(Run run, long sequence, OutcomeCounts counts) {
        return event(
                Topics.RUNS,
                run.id(),
                RunEvent.newBuilder()
                        .setRunFinished(RunFinished.newBuilder()
                                .setRunId(run.id().toString())
                                .setCounts(counts)
                                .setFinishedAt(time(start.plusSeconds(60)))
                                .setSequence(sequence))
                        .build()
                        .toByteArray());
    }

    public Event cancelled(Run run, long sequence, OutcomeCounts counts, String reason) {
        return event(
                Topics.RUNS,
                run.id(),
                RunEvent.newBuilder()
                        .setRunCancelled(RunCancelled.newBuilder()
                                .setRunId(run.id().toString())
                                .setCounts(counts)
                                .setCancelledAt(time(start.plusSeconds(60)))
                                .setSequence(sequence)
                                .setReason(reason))
                        .build()
                        .toByteArray());
    }

    public Event response(
            Run run, Dimension dimension, int index, int sample, int revision, Outcome outcome, String text) {
        var id = responseId(run, dimension, index, sample);
        return event(
                Topics.RESPONSES,
                id,
                ResponseEvent.newBuilder()
                        .setResponseCollected(ResponseCollected.newBuilder()
                                .setResponseId(id.toString())
                                .setRevision(revision)
                                .setRunId(run.id().toString())
                                .setReleaseId(releaseId.toString())
                                .setPromptId(promptId(dimension, index).toString())
                                .setSample(sample)
                                .setTargetName(run.target())
                                .setTargetVersionId(run.targetVersionId().toString())
                                .setTargetVersion(run.version())
                                .setSynthetic(true)
                                .setDimension(dimension)
                                .setSubcomponent(subcomponentOf(dimension))
                                .setAttackMethod(attackMethod(index))
                                .setLanguage("zh")
                                .setPrompt(promptText(dimension, index))
                                .setOutcome(outcome)
                                .setText(text)
                                .setFinishReason("stop")
                                .setReturnedModel("model-" + run.target())
                                .setPromptTokens(20)
                                .setCompletionTokens(30)
                                .setLatencyMs(120)
                                .setAttempts(1)
                                .setCollectedAt(time(start.plusSeconds(10 + index))))
                        .build()
                        .toByteArray());
    }

    /** @param score null for a verdict that is none */
    public Event score(
            Run run,
            Dimension dimension,
            int index,
            int sample,
            int revision,
            @Nullable Integer score,
            ScorerVersion scorer) {
        var id = responseId(run, dimension, index, sample);
        var scoreId = Ids.scoreId(id, revision, UUID.fromString(scorer.getScorerVersionId()));
        var event = ScoreEvent.newBuilder();
        if (score == null) {
            event.setResponseUnscorable(ResponseUnscorable.newBuilder()
                    .setScoreId(scoreId.toString())
                    .setResponseId(id.toString())
                    .setRevision(revision)
                    .setRunId(run.id().toString())
                    .setDimension(dimension)
                    .setReason(UnscorableReason.UNSCORABLE_REASON_BLANK)
                    .setScorerVersion(scorer)
                    .setScoredAt(time(start.plusSeconds(20))));
        } else {
            event.setResponseScored(ResponseScored.newBuilder()
                    .setScoreId(scoreId.toString())
                    .setResponseId(id.toString())
                    .setRevision(revision)
                    .setRunId(run.id().toString())
                    .setDimension(dimension)
                    .setScore(score)
                    .addProbabilities(ClassProbability.newBuilder().setScore(3).setProbability(0.75))
                    .addProbabilities(ClassProbability.newBuilder().setScore(1).setProbability(0.25))
                    .setScorerVersion(scorer)
                    .setInferenceMicros(19_000)
                    .setScoredAt(time(start.plusSeconds(20))));
        }
        return event(Topics.SCORES, id, event.build().toByteArray());
    }

    public static String promptText(Dimension dimension, int index) {
        return "测试提示 " + Dimensions.nameOf(dimension) + " " + index;
    }

    private static String attackMethod(int index) {
        return index % 2 == 0 ? "disguise" : "unsafe inquiry";
    }

    private static String subcomponentOf(Dimension dimension) {
        return SUBCOMPONENTS.getOrDefault(dimension, "");
    }

    private static Event event(String topic, UUID key, byte[] value) {
        return new Event(topic, key.toString(), value);
    }

    static Timestamp time(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano() / 1000 * 1000)
                .build();
    }
}
