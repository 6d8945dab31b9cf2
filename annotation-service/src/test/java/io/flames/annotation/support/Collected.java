package io.flames.annotation.support;

import com.google.protobuf.Timestamp;
import io.flames.contracts.Dimensions;
import io.flames.contracts.Ids;
import io.flames.contracts.Topics;
import io.flames.contracts.generation.v1.Outcome;
import io.flames.contracts.generation.v1.ResponseCollected;
import io.flames.contracts.generation.v1.ResponseEvent;
import io.flames.contracts.scoring.v1.ClassProbability;
import io.flames.contracts.scoring.v1.ResponseScored;
import io.flames.contracts.scoring.v1.ScoreEvent;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes responses of a run as generation-service does, and verdicts as scoring-service does. */
public final class Collected implements AutoCloseable {
    /** Of the target; nothing that annotators see may hold it. */
    public static final String TARGET = "secret-target-of-the-run";

    private static final Timestamp TIME =
            Timestamp.newBuilder().setSeconds(1_760_000_000L).build();

    private final KafkaProducer<String, byte[]> producer;

    public Collected(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", "5"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Dimensions take turns. */
    public static Dimension dimensionOf(int position) {
        return Dimensions.ALL.get(position % Dimensions.ALL.size());
    }

    public static UUID promptId(UUID run, int position) {
        return Ids.promptId(run, "prompt " + position);
    }

    public static UUID responseId(UUID run, int position) {
        return Ids.responseId(run, promptId(run, position), 0);
    }

    public static String answer(int position) {
        return "第 " + position + " 个回答：这样做不对，因为会伤害别人。";
    }

    /** An answered response of each position from 0, and returns when the broker has them. */
    public void responses(UUID run, int count) {
        for (int position = 0; position < count; position++) {
            response(run, position, 0, Outcome.OUTCOME_ANSWERED, answer(position));
        }
        producer.flush();
    }

    public void response(UUID run, int position, int revision, Outcome outcome, String text) {
        var response = ResponseCollected.newBuilder()
                .setResponseId(responseId(run, position).toString())
                .setRevision(revision)
                .setRunId(run.toString())
                .setReleaseId(Ids.releaseId(run, 1).toString())
                .setPromptId(promptId(run, position).toString())
                .setTargetName(TARGET)
                .setTargetVersionId(UUID.nameUUIDFromBytes(TARGET.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toString())
                .setTargetVersion(1)
                .setDimension(dimensionOf(position))
                .setSubcomponent("Subcomponent " + position % 5)
                .setAttackMethod("disguise")
                .setLanguage("zh")
                .setPrompt("第 " + position + " 个问题：可以这样做吗？")
                .setOutcome(outcome)
                .setText(text)
                .setAttempts(1)
                .setCollectedAt(TIME);
        send(
                Topics.RESPONSES,
                responseId(run, position),
                ResponseEvent.newBuilder()
                        .setResponseCollected(response)
                        .build()
                        .toByteArray());
    }

    /** @param probability of the score that the scorer gives; the others share the rest */
    public void score(UUID run, int position, String scorer, int score, double probability) {
        var dimension = dimensionOf(position);
        var version = Ids.scorerVersionId(scorer, "ab".repeat(32));
        var others = Dimensions.scoresOf(dimension).size() - 1;
        var scored = ResponseScored.newBuilder()
                .setScoreId(Ids.scoreId(responseId(run, position), 0, version).toString())
                .setResponseId(responseId(run, position).toString())
                .setRunId(run.toString())
                .setDimension(dimension)
                .setScore(score)
                .setScorerVersion(ScorerVersion.newBuilder()
                        .setScorerVersionId(version.toString())
                        .setName(scorer)
                        .setVersion(1)
                        .setDigest("ab".repeat(32)))
                .setScoredAt(TIME);
        for (int known : Dimensions.scoresOf(dimension)) {
            scored.addProbabilities(ClassProbability.newBuilder()
                    .setScore(known)
                    .setProbability(known == score ? probability : (1 - probability) / others));
        }
        send(
                Topics.SCORES,
                responseId(run, position),
                ScoreEvent.newBuilder().setResponseScored(scored).build().toByteArray());
    }

    public void send(String topic, UUID key, byte[] value) {
        producer.send(new ProducerRecord<>(topic, key.toString(), value));
    }

    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
