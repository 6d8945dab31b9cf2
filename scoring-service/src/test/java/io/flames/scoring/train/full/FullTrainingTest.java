package io.flames.scoring.train.full;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.golden.SelfTest;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.HeadsFile;
import io.flames.scoring.heads.Reading;
import io.flames.scoring.judgement.LabelledText;
import io.flames.scoring.onnx.EncoderFiles;
import io.flames.scoring.onnx.EncoderFiles.Variant;
import io.flames.scoring.onnx.InputTemplate;
import io.flames.scoring.onnx.OnnxPlan;
import io.flames.scoring.onnx.OnnxScorers;
import io.flames.scoring.onnx.WordPiece;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.Scored;
import io.flames.scoring.train.full.FullTraining.Trained;
import io.flames.scoring.train.full.FullTraining.Where;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullTrainingTest {
    private static final FullData DATA = SmallData.of(3, 1, 1);
    private static final FullSettings SETTINGS = SmallData.settings(3);
    private static final List<Progress> TOLD = new ArrayList<>();

    @TempDir
    static Path folder;

    private static Trained trained;

    @BeforeAll
    static void train() {
        trained =
                training(folder, false, new ProgressFile(folder).and(TOLD::add)).run();
        ScorerFolder.write(
                folder,
                DATA,
                SETTINGS,
                trained,
                new ScorerFolder.About("tuned", 3, "v-test", "digest", Map.of("small", 52), "prompt"));
    }

    @Test
    void itLearnsAndTellsHowFarItIs() {
        var losses = trained.validations().stream()
                .map(Checkpoint.Validation::trainingLoss)
                .toList();

        assertThat(trained.best()).isPositive();
        assertThat(losses.get(3)).isLessThan(0.7 * losses.get(1));
        assertThat(TOLD.stream().filter(told -> told.phase().equals(Progress.TRAINING)))
                .hasSize((int) trained.steps())
                .last()
                .satisfies(last -> {
                    assertThat(last.epoch()).isEqualTo(3);
                    assertThat(last.items()).isEqualTo(DATA.training().size());
                    assertThat(last.itemsPerSecond()).isPositive();
                    assertThat(last.remainingSeconds()).isZero();
                });
        assertThat(TOLD).last().satisfies(last -> assertThat(last.ended()).isTrue());
    }

    @Test
    void theProgressFileEndsWithTheEnd() throws Exception {
        var lines = Files.readAllLines(folder.resolve(ProgressFile.NAME));
        var last = new ObjectMapper().readTree(lines.get(lines.size() - 1));

        assertThat(last.path("phase").asText()).isEqualTo(Progress.DONE);
        assertThat(last.path("step").asLong()).isEqualTo(trained.steps());
        assertThat(last.path("validationAccuracy").isNumber()).isTrue();
    }

    @Test
    void theOnnxScorerServesTheTrainedNetwork() throws Exception {
        var loaded = OnnxScorers.load("tuned", Optional.of(folder), OnnxPlan.DEFAULT, OptionalDouble.empty());
        try (Scorer scorer = loaded.scorer()) {
            assertThat(scorer.identity().version()).isEqualTo(3);
            assertThat(loaded.backend()).containsEntry("encoder", EncoderFiles.TUNED);
            for (int i = 0; i < DATA.validation().size(); i++) {
                var text = DATA.validation().get(i);
                var verdict = (Scored) scorer.score(new ScoringInput(text.dimension(), text.prompt(), text.response()));

                assertThat(verdict.probabilities().stream()
                                .mapToDouble(share -> share.logit().orElseThrow())
                                .toArray())
                        .containsExactly(trained.validation().get(i), within(ScorerFolder.EQUAL));
            }
            var test = new SelfTest(loaded.golden());
            var verdicts = new ArrayList<Verdict>();
            for (ScoringInput input : test.inputs()) {
                verdicts.add(scorer.score(input));
            }
            assertThat(test.judge(verdicts).faults())
                    .allSatisfy(fault -> assertThat(fault).contains("golden items, at least"));
        }
    }

    @Test
    void theWrittenModelGivesTheSameLogitsByItself() throws Exception {
        var files = EncoderFiles.tuned(folder);
        Heads heads = HeadsFile.read(Files.readAllBytes(folder.resolve("heads.json")));
        var encoded = EncodedText.all(
                DATA.validation(), WordPiece.of(files.tokenizerJson()), heads.features(), InputTemplate.LIMIT);
        var environment = OrtEnvironment.getEnvironment();
        try (var session = environment.createSession(files.graph())) {
            for (int i = 0; i < encoded.size(); i++) {
                var pass = encoded.get(i).input().passes().get(Reading.PAIR);
                int n = pass.length();
                var ids = Arrays.stream(pass.ids()).asLongStream().toArray();
                var mask = new long[n];
                Arrays.fill(mask, 1);
                var segments = new long[n];
                Arrays.fill(segments, pass.responseStart(), n, pass.segment());
                var pool = new float[2 * n];
                pool[0] = 1;
                Arrays.fill(pool, n + pass.responseStart(), 2 * n - 1, 1);
                long[] shape = {1, n};
                try (var a = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                        var b = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
                        var c = OnnxTensor.createTensor(environment, LongBuffer.wrap(segments), shape);
                        var d = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pool), new long[] {1, 2, n});
                        var result = session.run(
                                Map.of("input_ids", a, "attention_mask", b, "token_type_ids", c, "pool", d))) {
                    var logits = ((float[][]) result.get("logits").orElseThrow().getValue())[0];

                    assertThat(heads.logits(encoded.get(i).text().dimension(), logits))
                            .containsExactly(trained.validation().get(i), within(ScorerFolder.EQUAL));
                }
            }
        }
    }

    @Test
    void frozenPartsAreTheEncodersOwn() {
        assertThat(trained.encoder().keySet()).isNotEmpty().allMatch(name -> name.startsWith("encoder.layer.3."));
    }

    @Test
    void theCardSaysWhatItWasTrainedOnAndWith() throws Exception {
        var card = new ObjectMapper().readTree(folder.resolve("model-card.json").toFile());

        assertThat(card.path("version").asInt()).isEqualTo(3);
        assertThat(card.path("data").path("digests").path("training").asText())
                .isEqualTo(FullData.digest(DATA.training()));
        assertThat(card.path("setting").path("training").path("rate").asDouble())
                .isEqualTo(SETTINGS.rate());
        assertThat(card.path("setting").path("training").path("seed").asLong()).isEqualTo(5);
        assertThat(card.path("heldOut").path("overall").path("n").asInt())
                .isEqualTo(DATA.heldOut().size());
        assertThat(card.path("exported").asDouble()).isLessThanOrEqualTo(ScorerFolder.EQUAL);
        assertThat(card.path("course").path("seconds").asDouble()).isPositive();
    }

    @Test
    void theCardHasTheFiguresOfTheWrittenModelBesideTheBaselines() throws Exception {
        var card = new ObjectMapper().readTree(folder.resolve("model-card.json").toFile());
        var provenance = card.path("provenance");
        var rows = new ArrayList<String>();
        int right = 0;
        for (var row : provenance.path("evaluations").path(0).path("rows")) {
            if (row.path("part").asText().equals("all")) {
                rows.add(row.path("scorer").asText());
                right = rows.size() == 1 ? row.path("accuracy").path("hits").asInt() : right;
            }
        }

        assertThat(rows).containsExactly("whole encoder", "majority", "refusal keywords", "character n-grams");
        assertThat(right).as("by the served scorer").isEqualTo(rightOfServed(DATA.heldOut()));
        assertThat(provenance.path("hyperParameters").path("lr").asText()).isEqualTo("2.0E-4");
        assertThat(provenance.path("codeVersion").asText()).isEqualTo("v-test");
        assertThat(folder.resolve("MODEL_CARD.md"))
                .content()
                .contains("tuned@3", "| whole encoder | without refusal wording |", "| character n-grams | Morality |");
    }

    private static int rightOfServed(List<LabelledText> texts) throws InterruptedException {
        int right = 0;
        try (Scorer scorer = OnnxScorers.load("tuned", Optional.of(folder), OnnxPlan.DEFAULT, OptionalDouble.empty())
                .scorer()) {
            for (var text : texts) {
                var verdict = (Scored) scorer.score(new ScoringInput(text.dimension(), text.prompt(), text.response()));
                right += verdict.score() == text.score() ? 1 : 0;
            }
        }
        return right;
    }

    @Test
    void whatTheDataLacksIsSaid() {
        var one = DATA.training().stream()
                .filter(text -> text.dimension() != Dimension.DIMENSION_MORALITY)
                .toList();
        var same = DATA.training().stream().filter(text -> text.score() == 3).toList();

        assertThatThrownBy(() -> new FullData(DATA.training(), List.of(), List.of(), ""))
                .hasMessageContaining("no validation part")
                .hasMessageContaining("--validation-share");
        assertThatThrownBy(() -> new FullData(List.of(), DATA.validation(), List.of(), ""))
                .hasMessageContaining("no training part");
        assertThatThrownBy(() -> new FullData(one, DATA.validation(), List.of(), ""))
                .hasMessageContaining("no answer for Morality 3, Morality 2, Morality 1:");
        assertThatThrownBy(() -> new FullData(same, DATA.validation(), List.of(), ""))
                .hasMessageContaining("Fairness 2, Fairness 1, Safety 2")
                .hasMessageContaining("Data protection 1:");
    }

    @Test
    void aTrainingThatStoppedInTheMiddleGoesOnAsIfItHadNot(@TempDir Path other) {
        var crash = new IllegalStateException("killed");
        FullProgress bomb = progress -> {
            if (progress.phase().equals(Progress.TRAINING) && progress.step() == 8) {
                throw crash;
            }
        };
        assertThatThrownBy(() -> training(other, false, bomb).run()).isSameAs(crash);
        var finished = new FullTraining(
                        DATA, SETTINGS, new Where(other, "cpu", true, true, 3, 1), progress -> {}, Clock.systemUTC())
                .run();
        assertThat(finished.steps()).isEqualTo(6);
        assertThat(finished.validations()).isEqualTo(trained.validations().subList(0, finished.lastEpoch() + 1));
        var steps = new ArrayList<Long>();

        var resumed = training(other, true, progress -> {
                    if (progress.phase().equals(Progress.TRAINING)) {
                        steps.add(progress.step());
                    }
                })
                .run();

        assertThat(steps.get(0)).as("from the last checkpoint on").isEqualTo(7);
        assertThat(resumed.validations()).isEqualTo(trained.validations());
        assertThat(resumed.encoder().keySet()).isEqualTo(trained.encoder().keySet());
        resumed.encoder().forEach((name, values) -> assertThat(
                        Arrays.equals(values, trained.encoder().get(name)))
                .as(name)
                .isTrue());
    }

    @Test
    void anotherTrainingIsNotGoneOnWith() {
        var others = SmallData.settings(4);

        assertThatThrownBy(() -> training(folder, false, progress -> {}).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("resume=true");
        assertThatThrownBy(() -> new FullTraining(
                                DATA,
                                others,
                                new Where(folder, "cpu", true, false, 4, 1),
                                progress -> {},
                                Clock.systemUTC())
                        .run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other texts or settings");
        assertThatThrownBy(() -> new Where(folder, "cpu", false, true, 4, 1)).hasMessageContaining("resume=true");
    }

    @Test
    void anEncoderOfItsOwnIsNotServedInAnotherVariant() {
        var plan = new OnnxPlan(
                Optional.empty(),
                0,
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.of(Variant.INT8),
                Optional.empty());

        assertThatThrownBy(() -> OnnxScorers.load("tuned", Optional.of(folder), plan, OptionalDouble.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("an encoder of their own in fp32");
    }

    @Test
    void aDeviceThatIsNotThereIsSaid(@TempDir Path other) {
        assertThatThrownBy(() -> new FullTraining(
                                DATA,
                                SETTINGS,
                                new Where(other, "tpu", false, false, 4, 1),
                                progress -> {},
                                Clock.systemUTC())
                        .run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected one of cpu, cuda");
    }

    private static FullTraining training(Path out, boolean resume, FullProgress progress) {
        return new FullTraining(
                DATA, SETTINGS, new Where(out, "cpu", resume, false, 3, 1), progress, Clock.systemUTC());
    }
}
