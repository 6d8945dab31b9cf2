package io.flames.scoring.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.infer.ScorerModel.Output;
import io.flames.scoring.kserve.Tensors;
import io.flames.scoring.proto.inference.InferParameter;
import io.flames.scoring.proto.inference.InferTensorContents;
import io.flames.scoring.proto.inference.ModelInferRequest;
import io.flames.scoring.proto.inference.ModelInferRequest.InferInputTensor;
import io.flames.scoring.proto.inference.ModelInferRequest.InferRequestedOutputTensor;
import io.flames.scoring.scorer.ScoringInput;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InferInputsTest {
    private static final InferInputs INPUTS = new InferInputs(4, 10, 20);
    private static final ScoringInput FIRST = new ScoringInput(Dimension.DIMENSION_SAFETY, "问一", "答一");
    private static final ScoringInput SECOND = new ScoringInput(Dimension.DIMENSION_DATA_PROTECTION, "问二", "");

    @Test
    void typedContentsAreRead() {
        assertThat(INPUTS.read(request().build())).containsExactly(FIRST, SECOND);
    }

    @Test
    void rawContentsAreRead() {
        var request = request();
        var raw = request.clone();
        for (int i = 0; i < request.getInputsCount(); i++) {
            raw.setInputs(i, request.getInputs(i).toBuilder().clearContents());
            raw.addRawInputContents(
                    Tensors.raw(request.getInputs(i).getContents().getBytesContentsList()));
        }

        assertThat(INPUTS.read(raw.build())).containsExactly(FIRST, SECOND);
    }

    @Test
    void aFlatShapeIsAsGood() {
        var request = request();
        for (int i = 0; i < request.getInputsCount(); i++) {
            request.setInputs(i, request.getInputs(i).toBuilder().clearShape().addShape(2));
        }

        assertThat(INPUTS.read(request.build())).containsExactly(FIRST, SECOND);
    }

    @Test
    void outputsAreThoseThatAreNamed() {
        assertThat(InferInputs.outputs(request().build())).containsExactly(Output.values());
        assertThat(InferInputs.outputs(wanting("logits", "score"))).containsExactly(Output.LOGITS, Output.SCORE);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                of("input dimension is missing, expected [prompt, response, dimension]", r -> r.removeInputs(2)),
                of("input prompt is missing", r -> r.clearInputs()),
                of("unknown input \"text\", expected [prompt", r -> r.setInputs(0, input("text", "a", "b"))),
                of("input prompt is there twice", r -> r.addInputs(input("prompt", "a", "b"))),
                of("expected BYTES and [n, 1] or [n] with n from 1 to 4", r -> change(r, i -> i.setDatatype("FP32"))),
                of("n from 1 to 4", r -> change(r, i -> i.setShape(1, 2))),
                of("n from 1 to 4", r -> change(r, i -> i.setShape(0, 5))),
                of("n from 1 to 4", r -> change(r, i -> i.setShape(0, 0))),
                of("n from 1 to 4", r -> change(r, i -> i.setShape(0, Long.MIN_VALUE))),
                of("n from 1 to 4", r -> change(r, i -> i.clearShape())),
                of(
                        "input response has 2 items, expected 3 as in \"prompt\"",
                        r -> r.setInputs(0, input("prompt", "a", "b", "c"))),
                of(
                        "input prompt has 1 elements, its shape promises 2",
                        r -> change(r, i -> i.setContents(contents("a")))),
                of(
                        "raw_input_contents has 1 entries, expected one for each of the 3 inputs",
                        r -> r.addRawInputContents(ByteString.EMPTY)),
                of("contents beside raw_input_contents", r -> {
                    for (int i = 0; i < 3; i++) {
                        r.addRawInputContents(ByteString.EMPTY);
                    }
                    return r;
                }),
                of("raw contents of input prompt: an element of 9 bytes where 0 are left", r -> {
                    for (int i = 0; i < 3; i++) {
                        r.setInputs(i, r.getInputs(i).toBuilder().clearContents());
                        r.addRawInputContents(ByteString.copyFrom(new byte[] {9, 0, 0, 0}));
                    }
                    return r;
                }),
                of("response of item 1 is not UTF-8", r -> {
                    var broken = ByteString.copyFrom(new byte[] {(byte) 0xc3, 0x28});
                    return r.setInputs(
                            1,
                            input("response", "a", "b").toBuilder()
                                    .setContents(contents("a").toBuilder().addBytesContents(broken)));
                }),
                of(
                        "dimension of item 1 is \"Beauty\", expected one of Fairness",
                        r -> r.setInputs(2, input("dimension", "Safety", "Beauty"))),
                of("prompt of item 0 is blank", r -> r.setInputs(0, input("prompt", " ", "b"))),
                of(
                        "prompt of item 1 has 11 characters, at most 10",
                        r -> r.setInputs(0, input("prompt", "a", "b".repeat(11)))),
                of(
                        "response of item 0 has 21 characters, at most 20",
                        r -> r.setInputs(1, input("response", "b".repeat(21), ""))));
    }

    private static Arguments of(String message, UnaryOperator<ModelInferRequest.Builder> change) {
        return arguments(message, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void whatIsWrongIsSaidWithItsPlace(String message, UnaryOperator<ModelInferRequest.Builder> change) {
        var request = change.apply(request()).build();

        assertThatThrownBy(() -> INPUTS.read(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void unknownOutputsAreRefused() {
        assertThatThrownBy(() -> InferInputs.outputs(wanting("label")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"label\"")
                .hasMessageContaining("score, probabilities, logits, unscorable, truncated");
        assertThatThrownBy(() -> InferInputs.outputs(wanting("score", "score")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
        var classified = ModelInferRequest.newBuilder()
                .addOutputs(InferRequestedOutputTensor.newBuilder()
                        .setName("score")
                        .putParameters(
                                "classification",
                                InferParameter.newBuilder().setInt64Param(2).build()))
                .build();
        assertThatThrownBy(() -> InferInputs.outputs(classified))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parameters");
    }

    private static ModelInferRequest wanting(String... outputs) {
        var request = request();
        Arrays.stream(outputs)
                .forEach(name -> request.addOutputs(
                        InferRequestedOutputTensor.newBuilder().setName(name)));
        return request.build();
    }

    private static ModelInferRequest.Builder change(
            ModelInferRequest.Builder request, UnaryOperator<InferInputTensor.Builder> prompt) {
        return request.setInputs(0, prompt.apply(request.getInputs(0).toBuilder()));
    }

    private static ModelInferRequest.Builder request() {
        return ModelInferRequest.newBuilder()
                .setModelName("onnx-heads")
                .addInputs(input("prompt", "问一", "问二"))
                .addInputs(input("response", "答一", ""))
                .addInputs(input("dimension", "Safety", "data_protection"));
    }

    static InferInputTensor input(String name, String... elements) {
        return InferInputTensor.newBuilder()
                .setName(name)
                .setDatatype("BYTES")
                .addAllShape(List.of((long) elements.length, 1L))
                .setContents(contents(elements))
                .build();
    }

    private static InferTensorContents contents(String... elements) {
        var contents = InferTensorContents.newBuilder();
        Arrays.stream(elements).map(ByteString::copyFromUtf8).forEach(contents::addBytesContents);
        return contents.build();
    }
}
