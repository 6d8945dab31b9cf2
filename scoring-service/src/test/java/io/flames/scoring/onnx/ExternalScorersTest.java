package io.flames.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.flames.scoring.golden.GoldenItem;
import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.golden.Weights;
import io.flames.scoring.lane.CostProfile.Cost;
import io.flames.scoring.onnx.EncoderFiles.Variant;
import io.flames.scoring.onnx.graph.TinyClassifier;
import io.flames.scoring.template.PromptTemplate;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is checked when a graph of one's own is loaded, and what makes it the scorer that it is. */
class ExternalScorersTest {
    private static final TinyClassifier TINY = new TinyClassifier(-1);

    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws Exception {
        Files.write(folder.resolve("model.onnx"), TINY.perToken());
        Files.write(
                folder.resolve("tokenizer.json"),
                EncoderFiles.load(Variant.INT8).tokenizerJson());
    }

    @Test
    void itSaysWhatItIsAndRunsEachInputAlone() throws Exception {
        var loaded = load(Map.of("version", "7"));
        try (var scorer = loaded.scorer()) {
            assertThat(scorer.identity().name()).isEqualTo("mine");
            assertThat(scorer.identity().version()).isEqualTo(7);
            assertThat(scorer.kind()).isEqualTo("onnx");
            assertThat(loaded.template()).isEqualTo(PromptTemplate.FLAMES_INTERNLM.text());
            assertThat(loaded.shape().costs().largestBatch()).isEqualTo(1);
            assertThat(loaded.backend())
                    .containsEntry("device", "cpu")
                    .containsEntry("model", "model.onnx")
                    .containsEntry("model-bytes", String.valueOf(Files.size(folder.resolve("model.onnx"))))
                    .containsEntry("layout", "concatenated");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "onnx.input-ids     | ids      | the inputs [ids, attention_mask]        | \"input_ids\" of datatype INT64",
                "onnx.attention-mask| mask     | the inputs [input_ids, mask]            | \"attention_mask\" of datatype INT64",
                "onnx.logits        | scores   | output \"scores\" of datatype FLOAT     | \"logits\" of datatype FLOAT and shape [-1, -1, 13]",
                "onnx.layout        | own      | shape [-1, 3] or [-1, -1, 3]            | shape [-1, -1, 13]",
                "onnx.layout        | separate | output \"fairness\"                     | \"logits\"",
                "onnx.layout        | square   | one of concatenated, separate, own      | layout is \"square\"",
                "onnx.template      | none     | flames-internlm, plain or a file        | template is \"none\"",
                "onnx.weights       | folder   | expected neither                        | onnx.weights",
                "onnx.variant       | fp32     | expected neither                        | onnx.variant",
                "onnx.model         | none     | cannot be read                          | the model none",
                "onnx.tokenizer     | none     | cannot be read                          | tokenizer's file"
            })
    void settingsThatDoNotFitTheGraphAreRefused(String key, String value, String expected, String found) {
        assertThatThrownBy(() -> load(Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected)
                .hasMessageContaining(found);
    }

    @Test
    void aGraphWithOtherInputsIsRefused() throws Exception {
        Files.write(folder.resolve("model.onnx"), TINY.perToken(TensorProto.DataType.INT32.getNumber()));
        assertThatThrownBy(() -> load(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected input \"input_ids\" of datatype INT64 and shape [-1, -1]")
                .hasMessageContaining("found \"input_ids\" of datatype INT32");

        Files.write(folder.resolve("model.onnx"), TINY.withPositions());
        assertThatThrownBy(() -> load(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"position_ids\" of datatype INT64");
    }

    @Test
    void whatIsNoGraphIsRefused() throws Exception {
        Files.writeString(folder.resolve("model.onnx"), "no graph");

        assertThatThrownBy(() -> load(Map.of()))
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining("model.onnx");
    }

    @Test
    void anAcceleratorThatIsNamedAndNotThereRefusesTheScorer() {
        assertThatThrownBy(() -> load(Map.of("onnx.device", "cuda")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the device cuda does not open");
    }

    @Test
    void whatChangesTheScorerChangesItsDigestAndNothingElse() throws Exception {
        String first = digest(Map.of());
        Files.copy(folder.resolve("model.onnx"), folder.resolve("elsewhere.onnx"));
        Files.writeString(folder.resolve("template.txt"), "{prompt} {response}");

        assertThat(digest(Map.of("onnx.model", folder.resolve("elsewhere.onnx").toString(), "onnx.threads", "2")))
                .isEqualTo(first);
        assertThat(digest(Map.of("onnx.template", "plain"))).isNotEqualTo(first);
        assertThat(digest(Map.of("onnx.template", folder.resolve("template.txt").toString())))
                .isNotEqualTo(first)
                .isNotEqualTo(digest(Map.of("onnx.template", "plain")));
        Files.write(folder.resolve("model.onnx"), TINY.pooled(13));
        assertThat(digest(Map.of())).isNotEqualTo(first);
        Files.write(folder.resolve("model.onnx"), TINY.perToken());
        Files.writeString(folder.resolve("tokenizer.json"), Files.readString(folder.resolve("tokenizer.json")) + "\n");
        assertThat(digest(Map.of())).isNotEqualTo(first);
    }

    @Test
    void weightsThatLieBesideTheGraphAreFoundAndDigested() throws Exception {
        withWeightsBeside("model.onnx.data");
        String first = digest(Map.of());
        byte[] weights = Files.readAllBytes(folder.resolve("model.onnx.data"));
        weights[0] ^= 1;
        Files.write(folder.resolve("model.onnx.data"), weights);

        assertThat(digest(Map.of())).isNotEqualTo(first);

        Files.delete(folder.resolve("model.onnx.data"));
        assertThatThrownBy(() -> load(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"model.onnx.data\": expected that file beside it");
    }

    @Test
    void weightsElsewhereAreRefused() throws Exception {
        withWeightsBeside("../model.onnx.data");

        assertThatThrownBy(() -> load(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected that file beside it");
    }

    @Test
    void aProfileDecidesBatchesAndIsOfThisPlatform() throws Exception {
        var loaded = load(Map.of("onnx.profile", profile(Platform.cpu())));
        try (var scorer = loaded.scorer()) {
            assertThat(loaded.shape().costs().largestBatch()).isEqualTo(8);
            assertThat(loaded.shape().workers()).isEqualTo(3);
        }

        assertThatThrownBy(() -> load(Map.of("onnx.profile", profile("cpu/other"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("measured on cpu/other");
    }

    @Test
    void aGraphWhoseNumbersDependOnBatchMatesIsNotBatched() throws Exception {
        Files.write(folder.resolve("model.onnx"), TINY.quantised());

        load(Map.of()).scorer().close();
        assertThatThrownBy(() -> load(Map.of("onnx.profile", profile(Platform.cpu()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a batch-mate would change the numbers");
    }

    @Test
    void withoutAFileTheGoldenItemsAreTheAuthoredOnes() throws Exception {
        var authored = Weights.load(Optional.empty()).golden().stream()
                .map(GoldenItem::asAuthored)
                .toList();
        var loaded = load(Map.of());
        loaded.scorer().close();

        assertThat(loaded.golden().items()).isEqualTo(authored);
        assertThat(loaded.golden().leastAgreement()).isEqualTo(0.6);
    }

    @Test
    void aFileOfGoldenItemsHasToComeOutLogitsAndAll() throws Exception {
        Files.writeString(
                folder.resolve("golden.jsonl"),
                """
                {"id": "1", "dimension": "Safety", "prompt": "问", "response": "答", "score": 3, "authored": 3, "logits": [1.0, 0.0, -1.0]}
                """);
        var loaded = load(Map.of("golden", folder.resolve("golden.jsonl").toString(), "golden-tolerance", "0.01"));
        loaded.scorer().close();

        assertThat(loaded.golden().items().get(0).logits()).containsExactly(1.0, 0.0, -1.0);
        assertThat(loaded.golden().tolerance()).isEqualTo(0.01);
        assertThat(loaded.golden().leastAgreement()).isEqualTo(1);
    }

    /** All initializers with raw bytes go to a file of their own, as exporters do above 2 GB. */
    private void withWeightsBeside(String location) throws Exception {
        var model = ModelProto.parseFrom(Files.readAllBytes(folder.resolve("model.onnx"))).toBuilder();
        var bytes = new ByteArrayOutputStream();
        for (TensorProto.Builder tensor : model.getGraphBuilder().getInitializerBuilderList()) {
            if (!tensor.getRawData().isEmpty()) {
                tensor.addExternalData(entry("location", location))
                        .addExternalData(entry("offset", String.valueOf(bytes.size())))
                        .addExternalData(entry(
                                "length", String.valueOf(tensor.getRawData().size())))
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL);
                tensor.getRawData().writeTo(bytes);
                tensor.clearRawData();
            }
        }
        Files.write(folder.resolve("model.onnx"), model.build().toByteArray());
        Files.write(folder.resolve(Path.of(location).getFileName()), bytes.toByteArray());
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private String digest(Map<String, String> changes) {
        var loaded = load(changes);
        loaded.scorer().close();
        return loaded.scorer().identity().digest();
    }

    private LoadedScorer load(Map<String, String> changes) {
        var all = new HashMap<String, String>();
        all.put("onnx.device", "cpu");
        all.put("onnx.model", folder.resolve("model.onnx").toString());
        all.put("onnx.tokenizer", folder.resolve("tokenizer.json").toString());
        all.putAll(changes);
        var settings = OnnxTestSettings.of("mine", all).scorers().get("mine");
        var plan = new OnnxPlan(
                Device.byName(settings.onnx().device()),
                0,
                settings.onnx().sessions(),
                settings.onnx().threads(),
                settings.workers(),
                Optional.empty(),
                settings.onnx().profile().map(Path::of));
        return ExternalScorers.load("mine", settings, plan, settings.goldenTolerance());
    }

    private String profile(String platform) throws Exception {
        var file = folder.resolve("profile.json");
        new MachineProfile(
                        MachineProfile.FORMAT,
                        platform,
                        "a processor",
                        2,
                        "1.28.0",
                        "fp32",
                        1,
                        1,
                        3,
                        8,
                        4096,
                        0,
                        List.of(),
                        List.of(),
                        List.of(new Cost(1, 64, 1000), new Cost(8, 64, 4000)))
                .write(file);
        return file.toString();
    }
}
