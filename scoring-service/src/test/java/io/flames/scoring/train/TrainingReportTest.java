package io.flames.scoring.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.scoring.dataset.DataSet;
import io.flames.scoring.dataset.Manifest;
import io.flames.scoring.golden.Weights;
import io.flames.scoring.progress.Phase;
import io.flames.scoring.progress.SnapshotJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training says of itself, over a real socket; and that nothing of it holds the training up. */
class TrainingReportTest {
    private static final TrainingProgress NOBODY = (phase, done, total, figures) -> {};
    /** The last word's, with time for a machine that is busy. */
    private static final Duration A_MOMENT = Duration.ofSeconds(4);

    private static final DataSet DATA = new DataSet(Map.of());

    @TempDir
    private Path out;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private FlamesPeer flames;

    @BeforeEach
    void start() throws IOException {
        flames = new FlamesPeer();
    }

    @AfterEach
    void stop() {
        flames.close();
    }

    /** A mode whose trainings can be resumed. */
    private static final class Resumable implements TrainingMode {
        @Override
        public String id() {
            return "full";
        }

        @Override
        public String description() {
            return "of this test";
        }

        @Override
        public Optional<Path> idFile(Path out) {
            return Optional.of(out.resolve("training-id"));
        }

        @Override
        public void train(TrainingJob job, TrainingProgress progress) {
            throw new UnsupportedOperationException("the test says what happens");
        }
    }

    @Test
    void aTrainingInEpochsIsTold() throws Exception {
        report(flames.url(), false).during(NOBODY, progress -> {
            progress.stands(standing(Phase.VALIDATED, 0, 0, null, 0.4));
            progress.stands(standing(Phase.TRAINING, 1, 5, 0.9, 0.4));
            awaitTold(told -> told.path("phase").asText().equals("training"));
            progress.stands(standing(Phase.VALIDATED, 1, 10, 0.8, 0.6));
            progress.stands(standing(Phase.TRAINING, 2, 11, 0.7, 0.6));
            progress.stands(standing(Phase.STOPPED, 2, 11, 0.7, 0.6));
            Files.writeString(out.resolve(Weights.HEADS), "{}");
        });

        var last = flames.last();
        assertThat(SnapshotJson.read(last.toString().getBytes(StandardCharsets.UTF_8))
                        .phase())
                .isEqualTo(Phase.STOPPED);
        assertThat(last.path("validations")).hasSize(2);
        assertThat(last.at("/validations/0").has("trainingLoss")).isFalse();
        assertThat(last.at("/validations/1/accuracy").asDouble()).isEqualTo(0.6);
        assertThat(last.at("/curve/1/epoch").asDouble()).isEqualTo(1.1);
        assertThat(last.path("dataDigest").asText()).isEqualTo(DATA.digest());
        assertThat(last.path("headsDigest").asText())
                .isEqualTo("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
        assertThat(flames.told()).extracting(FlamesPeer.Told::call).allMatch(call -> call.equals(id()));
        assertThat(flames.told())
                .extracting(told -> told.snapshot().path("sequence").asLong())
                .isSorted();
        assertThat(said()).containsOnlyOnce("progress is shown on " + flames.url() + "/scorers/trainings/");
    }

    private String id() {
        try {
            return "PUT /api/v1/trainings/"
                    + Files.readString(out.resolve("training-id")).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void headsAreTold() throws Exception {
        report(flames.url(), false).during(NOBODY, progress -> {
            progress.show("features", 64, 128);
            progress.show("features", 128, 128);
            progress.show("heads", 1, 2, Map.of("l2", 0.3, "accuracy", 0.7));
            progress.show("heads", 2, 2, Map.of("l2", 1.0, "accuracy", 0.75));
        });

        assertThat(flames.last().path("phase").asText()).isEqualTo("done");
        assertThat(flames.last().path("epochs").asInt()).isEqualTo(2);
        assertThat(flames.last().at("/validations/1/accuracy").asDouble()).isEqualTo(0.75);
        assertThat(out.resolve("training-id")).as("nothing to resume").doesNotExist();
    }

    @Test
    void aFailureIsToldAndStaysOne() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> report(flames.url(), false).during(NOBODY, progress -> {
                    throw new IllegalArgumentException("no answer with score 2\nin Safety");
                }))
                .withMessageContaining("score 2");

        assertThat(flames.last().path("phase").asText()).isEqualTo("failed");
        assertThat(flames.last().path("reason").asText()).isEqualTo("no answer with score 2 in Safety");
    }

    @Test
    void aFullHeapIsToldAndStaysOne() throws Exception {
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> report(flames.url(), false).during(NOBODY, progress -> {
                    throw new OutOfMemoryError("Java heap space");
                }));

        assertThat(flames.last().path("phase").asText()).isEqualTo("failed");
        assertThat(flames.last().path("reason").asText()).isEqualTo("java.lang.OutOfMemoryError: Java heap space");
    }

    @Test
    void whatCannotBeReportedIsSaidOnceAndTheTrainingGoesOn() throws Exception {
        var done = new AtomicInteger();

        report(flames.url(), false).during(NOBODY, progress -> {
            progress.resumed(() -> {
                throw new UncheckedIOException(new IOException("the disk\u0007is gone"));
            });
            progress.stands(standing(Phase.VALIDATED, 1, 10, 0.8, 0.6));
            progress.stands(standing(Phase.TRAINING, 9, 99, 0.8, 0.6));
            progress.show("heads", 3, 2, Map.of());
            done.incrementAndGet();
        });

        assertThat(done).hasValue(1);
        assertThat(flames.last().path("phase").asText()).isEqualTo("done");
        assertThat(flames.last().at("/validations/0/accuracy").asDouble()).isEqualTo(0.6);
        assertThat(said())
                .containsOnlyOnce("progress on the page lacks what could not be reported:")
                .contains("the disk is gone");
    }

    @Test
    void aResumedTrainingIsTheSameAndAheadOfItself() throws Exception {
        report(flames.url(), false)
                .during(NOBODY, progress -> progress.stands(standing(Phase.TRAINING, 1, 5, 0.9, null)));
        long before = flames.last().path("sequence").asLong();
        long ahead = before + 3_600_000;
        flames.answer(409, "{\"sequence\":" + ahead + "}");

        report(flames.url(), true).during(NOBODY, progress -> {
            progress.stands(standing(Phase.TRAINING, 1, 6, 0.9, null));
            awaitTold(told -> told.path("sequence").asLong() > ahead);
        });

        assertThat(flames.told()).extracting(FlamesPeer.Told::call).allMatch(call -> call.equals(id()));
    }

    @Test
    void whereNobodyAnswersThatIsSaidOnceAndTheTrainingGoesOn() throws Exception {
        var nobody = flames.url();
        flames.close();
        var started = Instant.now();

        report(nobody, false).during(NOBODY, progress -> {
            progress.stands(standing(Phase.TRAINING, 1, 5, 0.9, null));
            await().until(() -> said().contains("progress is not shown"));
        });

        assertThat(Duration.between(started, Instant.now())).isLessThan(A_MOMENT);
        assertThat(said())
                .isEqualTo("progress is not shown on a page: nothing answers at " + nobody
                        + "; it is tried again now and then" + System.lineSeparator());
    }

    @Test
    void whoNeverAnswersHoldsNobodyUp() throws Exception {
        try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var started = Instant.now();

            report(URI.create("http://127.0.0.1:" + deaf.getLocalPort()), false).during(NOBODY, progress -> {
                for (int step = 1; step <= 50; step++) {
                    progress.stands(standing(Phase.TRAINING, 1, step, 0.9, null));
                }
            });

            assertThat(Duration.between(started, Instant.now())).isLessThan(A_MOMENT);
        }
    }

    @Test
    void aRefusalIsSaidWithItsReasonAndNotRepeated() throws Exception {
        flames.answer(400, "{\"detail\":\"name: expected\\u0007 1 to 64 letters\"}");

        report(flames.url(), false).during(NOBODY, progress -> {
            progress.stands(standing(Phase.TRAINING, 1, 5, 0.9, null));
            await().until(() -> !said().isEmpty());
            progress.stands(standing(Phase.TRAINING, 1, 6, 0.9, null));
        });

        assertThat(flames.told()).hasSize(1);
        assertThat(said()).contains("answers 400 name: expected  1 to 64 letters");
    }

    private void awaitTold(java.util.function.Predicate<JsonNode> what) {
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        flames.told().stream().map(FlamesPeer.Told::snapshot).anyMatch(what));
    }

    private static Standing standing(
            Phase phase, int epoch, long step, @Nullable Double loss, @Nullable Double accuracy) {
        return new Standing(phase, epoch, 5, step, 50, loss == null ? 0 : loss, 0.5, accuracy, 12, 30);
    }

    private TrainingReport report(URI to, boolean resumed) {
        var job = new TrainingJob(
                DATA,
                Manifest.of(
                        DATA,
                        new Manifest.Split("prompt", Map.of()),
                        List.of(),
                        new Manifest.Losses(0, 0, 0),
                        0.8,
                        List.of()),
                out,
                out,
                "onnx-heads",
                1,
                1,
                "v-test",
                resumed ? Map.of("resume", "true") : Map.of(),
                new PrintStream(said, true, StandardCharsets.UTF_8));
        return TrainingReport.to(to, job, new Resumable());
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
