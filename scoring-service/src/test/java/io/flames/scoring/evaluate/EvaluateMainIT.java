package io.flames.scoring.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorers;
import io.flames.scoring.stream.StandaloneProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A served scorer, judged over gRPC. */
@QuarkusTest
@TestProfile(StandaloneProfile.class)
class EvaluateMainIT {
    private static final Path VOICES =
            Path.of(System.getProperty("flames.root"), "scoring-service/training/graded/voices.jsonl");
    private static final int LINES = 40;

    @Inject
    ServedScorers served;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int port;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path data;

    @BeforeEach
    void write() throws Exception {
        await().atMost(Duration.ofSeconds(60)).until(() -> served.byDefault().state() instanceof Serving);
        data = folder.resolve("labelled.jsonl");
        try (Stream<String> lines = Files.lines(VOICES)) {
            Files.write(data, lines.limit(LINES).toList());
        }
    }

    @Test
    void theServedScorerIsJudgedBesideTheBaselines() throws Exception {
        assertThat(run("--scoring", "localhost:" + port, "--json"))
                .as(said(err))
                .isZero();

        JsonNode document = new ObjectMapper().readTree(said(out));
        assertThat(document.path("scorer").path("digest").asText())
                .isEqualTo(((Serving) served.byDefault().state())
                        .loaded()
                        .scorer()
                        .identity()
                        .digest());
        assertThat(document.path("judged")).hasSize(4);
        var overall = document.path("judged").path(0).path("overall");
        assertThat(overall.path("n").asInt() + overall.path("unscorable").asInt())
                .isEqualTo(LINES);
        assertThat(overall.path("calibration").path("ece").isNumber()).isTrue();
        assertThat(document.path("temperature_scaling").isNull()).isTrue();
    }

    @Test
    void aScorerThatIsNotServedIsSaid() {
        assertThat(run("--scoring", "localhost:" + port, "--scorer", "nobody")).isEqualTo(1);
        assertThat(said(err)).contains("NOT_FOUND");
    }

    private int run(String... more) {
        var args = Stream.concat(Stream.of("--data", data.toString()), Stream.of(more));
        return EvaluateMain.run(
                args.toArray(String[]::new),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String said(ByteArrayOutputStream by) {
        return by.toString(StandardCharsets.UTF_8);
    }
}
