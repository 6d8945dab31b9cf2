package io.flames.scoring.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.contracts.Topics;
import io.flames.contracts.annotation.v1.LabelEvent;
import io.flames.local.test.TestServers;
import io.flames.scoring.dataset.DataSetFolder;
import io.flames.scoring.dataset.Part;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels of a real broker become a data set. */
class FreezeMainIT {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void readsTheTopicToItsEnd() throws Exception {
        try (var servers = TestServers.start()) {
            publish(servers.bootstrapServers());

            int code = run("--from-labels", servers.bootstrapServers(), "--test-target", "my-model");

            assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
            var frozen = DataSetFolder.read(folder);
            assertThat(frozen.data().of(Part.TEST)).hasSize(200);
            assertThat(frozen.manifest().undecided()).isEqualTo(3);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("passed over 1 records");
        }
    }

    @Test
    void aBrokerThatIsAwayIsSaidAndNothingIsWritten() {
        assertThat(run("--from-labels", "localhost:1", "--test-target", "x")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Kafka at localhost:1 does not answer");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void wrongUseIsUsage() {
        assertThat(run("--from-labels", "x:1", "--test-target", "a", "--seed", "1"))
                .isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("not both", "--data or --from-labels is needed");
    }

    private static void publish(String bootstrapServers) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers),
                new StringSerializer(),
                new ByteArraySerializer())) {
            var sent = new ArrayList<Future<?>>();
            for (int i = 0; i < 200; i++) {
                // Delivered twice, as at least once allows.
                sent.add(send(producer, LabelsTest.adjudicated("l" + i, "response-" + i * 7919, i % 2 == 0 ? 3 : 1)));
                sent.add(send(producer, LabelsTest.adjudicated("l" + i, "response-" + i * 7919, i % 2 == 0 ? 3 : 1)));
            }
            for (int i = 0; i < 3; i++) {
                sent.add(send(producer, LabelsTest.undecided("u" + i, "undecided-" + i)));
            }
            sent.add(producer.send(new ProducerRecord<>(Topics.LABELS, "x", new byte[] {(byte) 0xff})));
            for (Future<?> each : sent) {
                each.get();
            }
        }
    }

    private static Future<?> send(KafkaProducer<String, byte[]> producer, LabelEvent event) {
        return producer.send(new ProducerRecord<>(
                Topics.LABELS, event.getLabelAdjudicated().getItem().getResponseId(), event.toByteArray()));
    }

    private int run(String... args) {
        var all = new String[args.length + 2];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = "--out";
        all[args.length + 1] = folder.toString();
        return FreezeMain.run(
                all,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
