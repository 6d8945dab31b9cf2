package io.flames.generation.support;

import com.google.protobuf.Timestamp;
import io.flames.contracts.Ids;
import io.flames.contracts.Topics;
import io.flames.contracts.prompt.v1.PromptIncluded;
import io.flames.contracts.prompt.v1.PromptReleaseEvent;
import io.flames.contracts.prompt.v1.ReleasePublished;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes releases as prompt-service does. */
public final class ReleasePublisher implements AutoCloseable {
    private final KafkaProducer<String, byte[]> producer;

    public ReleasePublisher(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", "5"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** What was published. */
    public record Published(UUID releaseId, UUID setId, String setName, int number, int prompts) {
        public String name() {
            return setName + "@" + number;
        }

        public String prompt(int position) {
            return "题目 " + setName + " " + position;
        }
    }

    public Published publish(String setName, int number, int prompts) {
        var setId = UUID.nameUUIDFromBytes(setName.getBytes(StandardCharsets.UTF_8));
        var release = new Published(Ids.releaseId(setId, number), setId, setName, number, prompts);
        for (int position = 0; position < prompts; position++) {
            include(release, position);
        }
        close(release);
        return release;
    }

    public void include(Published release, int position) {
        var text = release.prompt(position);
        var prompt = PromptIncluded.newBuilder()
                .setReleaseId(release.releaseId().toString())
                .setPromptId(Ids.promptId(release.setId(), text).toString())
                .setPosition(position)
                .setDimensionValue(Dimension.DIMENSION_FAIRNESS_VALUE + position % 5)
                .setSubcomponent("Toxic language")
                .setAttackMethod("disguise")
                .setLanguage("zh")
                .setText(text);
        send(
                release.releaseId().toString(),
                PromptReleaseEvent.newBuilder()
                        .setPromptIncluded(prompt)
                        .build()
                        .toByteArray());
    }

    public void close(Published release) {
        var published = ReleasePublished.newBuilder()
                .setReleaseId(release.releaseId().toString())
                .setSetId(release.setId().toString())
                .setSetName(release.setName())
                .setNumber(release.number())
                .setPromptCount(release.prompts())
                .setDigest("ab".repeat(32))
                .setPublishedAt(Timestamp.newBuilder().setSeconds(1_760_000_000L));
        send(
                release.releaseId().toString(),
                PromptReleaseEvent.newBuilder()
                        .setReleasePublished(published)
                        .build()
                        .toByteArray());
        producer.flush();
    }

    public void send(String key, byte[] value) {
        producer.send(new ProducerRecord<>(Topics.PROMPT_RELEASES, key, value));
    }

    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
