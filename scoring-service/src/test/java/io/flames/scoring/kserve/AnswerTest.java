package io.flames.scoring.kserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.proto.inference.InferTensorContents;
import io.flames.scoring.proto.inference.ModelInferResponse;
import io.flames.scoring.proto.inference.ModelInferResponse.InferOutputTensor;
import io.flames.scoring.proto.inference.ModelMetadataResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Five outputs and a flag, in another order than configured, with one that nobody asked for. */
class AnswerTest {
    private static final KserveOptions OPTIONS = KserveOptions.of(
            "k",
            KserveTestSettings.of(
                            "localhost:1",
                            Map.of(
                                    "layout", "separate",
                                    "truncated-output", "cut",
                                    "model-version", "3"))
                    .kserve());
    private static final ModelContract CONTRACT = ModelContract.check(
            OPTIONS,
            ModelMetadataResponse.newBuilder()
                    .addInputs(FakeKserveServer.tensor("text", "BYTES", -1, 1))
                    .addOutputs(FakeKserveServer.tensor("fairness", "FP32", -1, 3))
                    .addOutputs(FakeKserveServer.tensor("safety", "FP32", -1, 3))
                    .addOutputs(FakeKserveServer.tensor("morality", "FP32", -1, -1))
                    .addOutputs(FakeKserveServer.tensor("legality", "FP32", -1, 2))
                    .addOutputs(FakeKserveServer.tensor("data_protection", "FP32", -1, 2))
                    .addOutputs(FakeKserveServer.tensor("cut", "BOOL", -1))
                    .addOutputs(FakeKserveServer.tensor("other", "INT8", -1))
                    .build());
    private static final List<Asked> TWO = List.of(asked(), asked());

    @Test
    void typedOutputsAreFoundByName() {
        var answer = read(typed());

        assertThat(answer.rows().get(1)).containsExactly(10, 11, 12, 13, 14, 15);
        assertThat(answer.rows().get(4)).containsExactly(40, 41, 42, 43);
        assertThat(answer.truncated()).containsExactly(false, true);
    }

    @Test
    void rawOutputsAreFoundByName() {
        var answer = read(raw());

        assertThat(answer.rows().get(0)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(answer.rows().get(3)).containsExactly(30, 31, 32, 33);
        assertThat(answer.truncated()).containsExactly(false, true);
    }

    @Test
    void whatIsMissingOrDoubledIsRefused() {
        assertThatThrownBy(() -> read(typed().removeOutputs(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there 0 times");
        assertThatThrownBy(() -> read(typed().addOutputs(typed().getOutputs(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there 2 times");
        var fewerRaw = raw();
        var contents = fewerRaw.getRawOutputContentsList().subList(0, 3);
        assertThatThrownBy(() -> read(fewerRaw.clearRawOutputContents().addAllRawOutputContents(contents)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 7");
    }

    @Test
    void anotherModelIsRefused() {
        assertThatThrownBy(() -> read(typed().setModelName("other")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another model");
    }

    private static Answer read(ModelInferResponse.Builder response) {
        return Answer.read(OPTIONS, CONTRACT, TWO, response.build());
    }

    private static Asked asked() {
        return new Asked.Text(Dimension.DIMENSION_SAFETY, ByteString.EMPTY, 1, false);
    }

    private static ModelInferResponse.Builder typed() {
        var response = ModelInferResponse.newBuilder().setModelName("flames").setModelVersion("3");
        response.addOutputs(tensor("other", "INT8", 2)
                .setContents(InferTensorContents.newBuilder().addIntContents(1)));
        response.addOutputs(numbers("data_protection", 2, 40));
        response.addOutputs(tensor("cut", "BOOL", 2)
                .setContents(
                        InferTensorContents.newBuilder().addBoolContents(false).addBoolContents(true)));
        response.addOutputs(numbers("legality", 2, 30));
        response.addOutputs(numbers("morality", 3, 20));
        response.addOutputs(numbers("safety", 3, 10));
        response.addOutputs(numbers("fairness", 3, 0));
        return response;
    }

    private static ModelInferResponse.Builder raw() {
        var typed = typed();
        var raw = ModelInferResponse.newBuilder();
        for (var tensor : typed.getOutputsList()) {
            raw.addOutputs(tensor.toBuilder().clearContents());
            var floats = tensor.getContents().getFp32ContentsList();
            var numbers = new float[floats.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = floats.get(i);
            }
            raw.addRawOutputContents(
                    switch (tensor.getName()) {
                        case "cut" -> Tensors.raw(new boolean[] {false, true});
                        case "other" -> ByteString.copyFrom(new byte[] {1, 2});
                        default -> Tensors.raw(numbers);
                    });
        }
        return raw;
    }

    /** Two rows that count from a number on. */
    private static InferOutputTensor.Builder numbers(String name, int width, int from) {
        var contents = InferTensorContents.newBuilder();
        for (int i = 0; i < 2 * width; i++) {
            contents.addFp32Contents(from + i);
        }
        return tensor(name, "FP32", 2, width).setContents(contents);
    }

    private static InferOutputTensor.Builder tensor(String name, String datatype, long... shape) {
        var tensor = InferOutputTensor.newBuilder().setName(name).setDatatype(datatype);
        Arrays.stream(shape).forEach(tensor::addShape);
        return tensor;
    }
}
