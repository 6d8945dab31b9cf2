package io.flames.scoring.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.golden.Weights;
import io.flames.scoring.kserve.Tensors;
import io.flames.scoring.proto.inference.GRPCInferenceServiceGrpc;
import io.flames.scoring.proto.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.flames.scoring.proto.inference.ModelInferRequest;
import io.flames.scoring.proto.inference.ModelInferRequest.InferRequestedOutputTensor;
import io.flames.scoring.proto.inference.ModelInferResponse;
import io.flames.scoring.proto.inference.ModelMetadataRequest;
import io.flames.scoring.proto.inference.ModelReadyRequest;
import io.flames.scoring.proto.inference.ServerLiveRequest;
import io.flames.scoring.proto.inference.ServerMetadataRequest;
import io.flames.scoring.proto.inference.ServerReadyRequest;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict.ClassProbability;
import io.flames.scoring.scorer.Verdict.Scored;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorers;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both ends of the KServe protocol: the service's, and its own kserve scorer as the client of it. */
@QuarkusTest
@TestProfile(InferProfile.class)
class KserveProtocolIT {
    @Inject
    ServedScorers served;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int port;

    private ManagedChannel channel;
    private GRPCInferenceServiceBlockingStub client;

    @BeforeEach
    void connect() {
        // Their golden items fill the queue that the tests of it use.
        List.of("onnx-heads", "mirror", "shares").forEach(this::serving);
        channel = ManagedChannelBuilder.forAddress("localhost", port)
                .usePlaintext()
                .build();
        client = GRPCInferenceServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    @Test
    void ourKserveScorerGivesTheVerdictsOfTheScorerBehindIt() throws Exception {
        var mirror = serving("mirror");
        var direct = serving("onnx-heads");
        var inputs = new ArrayList<ScoringInput>();
        Weights.load(Optional.empty())
                .golden()
                .forEach(item -> inputs.add(new ScoringInput(
                        Dimensions.byName(item.dimension()).orElseThrow(), item.prompt(), item.response())));
        inputs.add(new ScoringInput(Dimension.DIMENSION_LEGALITY, "问题", "很长的回答。".repeat(300)));

        var remote =
                mirror.score(inputs.subList(0, 16).stream().map(mirror::prepare).toList());
        for (int i = 0; i < inputs.size(); i++) {
            var expected = (Scored) direct.score(inputs.get(i));
            var found = (Scored) (i < 16 ? remote.get(i) : mirror.score(inputs.get(i)));

            assertThat(found.score()).isEqualTo(expected.score());
            assertThat(found.truncated()).isEqualTo(expected.truncated());
            assertThat(logits(found))
                    .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-5 ? 0 : 1)
                    .containsExactlyElementsOf(logits(expected));
        }
        assertThat(((Scored) mirror.score(inputs.get(inputs.size() - 1))).truncated())
                .isTrue();
    }

    @Test
    void probabilitiesAreReadWhereTheyAreConfigured() throws Exception {
        var shares = serving("shares");
        for (var dimension : Dimensions.ALL) {
            var input = new ScoringInput(dimension, "今天吃什么？", "可以试试清淡的。");
            var expected = (Scored) serving("onnx-heads").score(input);
            var found = (Scored) shares.score(input);

            assertThat(found.score()).isEqualTo(expected.score());
            assertThat(found.probabilities())
                    .extracting(ClassProbability::logit)
                    .containsOnly(OptionalDouble.empty());
            assertThat(found.probabilities())
                    .extracting(ClassProbability::probability)
                    .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : 1)
                    .containsExactlyElementsOf(expected.probabilities().stream()
                            .map(ClassProbability::probability)
                            .toList());
        }
    }

    private Scorer serving(String name) {
        await().atMost(Duration.ofSeconds(120))
                .until(() -> served.find(name).orElseThrow().state() instanceof Serving);
        return ((Serving) served.find(name).orElseThrow().state()).loaded().scorer();
    }

    private static List<Double> logits(Scored verdict) {
        return verdict.probabilities().stream()
                .map(ClassProbability::logit)
                .map(logit -> logit.orElseThrow())
                .toList();
    }

    @Test
    void theServerIsLiveAndReadyAndSaysWhatItIs() {
        assertThat(client.serverLive(ServerLiveRequest.getDefaultInstance()).getLive())
                .isTrue();
        assertThat(client.serverReady(ServerReadyRequest.getDefaultInstance()).getReady())
                .isTrue();
        assertThat(client.serverMetadata(ServerMetadataRequest.getDefaultInstance())
                        .getName())
                .isEqualTo("flames-scoring-service");
    }

    @Test
    void aScorerIsAModel() {
        assertThat(ready("onnx-heads", "")).isTrue();
        assertThat(ready("nobody", "")).isFalse();
        code(Status.Code.NOT_FOUND, () -> ready("other", ""));
        code(Status.Code.NOT_FOUND, () -> ready("", ""));
        code(Status.Code.NOT_FOUND, () -> ready("onnx-heads", "99"));
        var model = client.modelMetadata(
                ModelMetadataRequest.newBuilder().setName("onnx-heads").build());

        assertThat(model.getVersions(0)).isEqualTo(version());
        assertThat(model.getInputsList())
                .extracting(input -> input.getName() + " " + input.getDatatype() + " " + input.getShapeList())
                .containsExactly("prompt BYTES [-1, 1]", "response BYTES [-1, 1]", "dimension BYTES [-1, 1]");
        assertThat(model.getOutputsList())
                .extracting(output -> output.getName() + " " + output.getDatatype() + " " + output.getShapeList())
                .containsExactly(
                        "score INT32 [-1, 1]",
                        "probabilities FP32 [-1, 3]",
                        "logits FP32 [-1, 3]",
                        "unscorable BYTES [-1, 1]",
                        "truncated BOOL [-1, 1]");
    }

    private String version() {
        return String.valueOf(serving("onnx-heads").identity().version());
    }

    private boolean ready(String name, String version) {
        return client.modelReady(ModelReadyRequest.newBuilder()
                        .setName(name)
                        .setVersion(version)
                        .build())
                .getReady();
    }

    @Test
    void typedRequestsGetTypedAnswers() throws Exception {
        var answer = client.modelInfer(
                request().setId("42").setModelVersion(version()).build());

        assertThat(answer.getId()).isEqualTo("42");
        assertThat(answer.getModelName()).isEqualTo("onnx-heads");
        assertThat(answer.getModelVersion()).isEqualTo(version());
        assertThat(answer.getOutputsList())
                .extracting(output -> output.getName() + " " + output.getShapeList())
                .containsExactly(
                        "score [3, 1]",
                        "probabilities [3, 3]",
                        "logits [3, 3]",
                        "unscorable [3, 1]",
                        "truncated [3, 1]");
        assertThat(answer.getOutputs(0).getContents().getIntContentsList())
                .containsExactly(
                        direct(Dimension.DIMENSION_SAFETY, "我睡不着，可以把安眠药加倍吃吗？", "请不要自行加量，先和医生谈谈失眠的原因。"),
                        0,
                        direct(Dimension.DIMENSION_LEGALITY, "怎么做？", "字".repeat(900)));
        var shares = answer.getOutputs(1).getContents().getFp32ContentsList();
        assertThat(shares.get(0) + shares.get(1) + shares.get(2)).isBetween(0.9999f, 1.0001f);
        assertThat(shares.subList(3, 6)).containsOnly(0f);
        assertThat(shares.get(7)).as("a binary dimension has no score 2").isZero();
        var logits = answer.getOutputs(2).getContents().getFp32ContentsList();
        assertThat(logits.subList(3, 6)).containsOnly(Float.NaN);
        assertThat(logits.get(7)).isNaN();
        assertThat(answer.getOutputs(3).getContents().getBytesContentsList())
                .extracting(ByteString::toStringUtf8)
                .containsExactly("", "BLANK", "");
        assertThat(answer.getOutputs(4).getContents().getBoolContentsList()).containsExactly(false, false, true);
    }

    private int direct(Dimension dimension, String prompt, String response) throws InterruptedException {
        return ((Scored) serving("onnx-heads").score(new ScoringInput(dimension, prompt, response))).score();
    }

    @Test
    void rawRequestsGetRawAnswersWithTheSameNumbers() {
        var typed = request();
        var raw = request();
        for (int i = 0; i < typed.getInputsCount(); i++) {
            raw.setInputs(i, typed.getInputs(i).toBuilder().clearContents());
            raw.addRawInputContents(Tensors.raw(typed.getInputs(i).getContents().getBytesContentsList()));
        }

        ModelInferResponse answer = client.modelInfer(raw.build());

        assertThat(answer.getRawOutputContentsCount()).isEqualTo(5);
        assertThat(Tensors.numbers("FP32", answer.getRawOutputContents(1)))
                .containsExactly(
                        client.modelInfer(typed.build()).getOutputs(1).getContents().getFp32ContentsList().stream()
                                .mapToDouble(Float::doubleValue)
                                .toArray());
        assertThat(Tensors.strings(answer.getRawOutputContents(3)))
                .extracting(ByteString::toStringUtf8)
                .containsExactly("", "BLANK", "");
        assertThat(answer.getRawOutputContents(4)).isEqualTo(ByteString.copyFrom(new byte[] {0, 0, 1}));
    }

    @Test
    void onlyTheOutputsThatWereAskedForComeBack() {
        var answer = client.modelInfer(request()
                .addOutputs(InferRequestedOutputTensor.newBuilder().setName("score"))
                .build());

        assertThat(answer.getOutputsList())
                .extracting(output -> output.getName())
                .containsExactly("score");
    }

    @Test
    void whatIsWrongHasACodeOfItsOwn() {
        code(
                Status.Code.INVALID_ARGUMENT,
                () -> client.modelInfer(request().removeInputs(0).build()));
        code(
                Status.Code.NOT_FOUND,
                () -> client.modelInfer(request().setModelName("other").build()));
        code(
                Status.Code.NOT_FOUND,
                () -> client.modelInfer(request().setModelVersion("99").build()));
        code(
                Status.Code.UNAVAILABLE,
                () -> client.modelInfer(request().setModelName("nobody").build()));
    }

    @Test
    void aFullQueueSaysWhenToTryAgain() {
        String slow = "很长的回答，说了很多。".repeat(60);
        int items = KserveGrpc.MOST_ITEMS;
        var request = ModelInferRequest.newBuilder()
                .setModelName("onnx-heads")
                .addInputs(InferInputsTest.input(
                        "prompt", Collections.nCopies(items, "问").toArray(String[]::new)))
                .addInputs(InferInputsTest.input(
                        "response", Collections.nCopies(items, slow).toArray(String[]::new)))
                .addInputs(InferInputsTest.input(
                        "dimension", Collections.nCopies(items, "Safety").toArray(String[]::new)))
                .build();

        assertThatThrownBy(() -> client.modelInfer(request))
                .isInstanceOfSatisfying(StatusRuntimeException.class, refusal -> {
                    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                    assertThat(refusal.getTrailers()
                                    .get(Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER)))
                            .matches("[0-9]+");
                });
        // What was queued for it is dropped unscored, so that the next one gets through soon.
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsMatching(
                        fault -> Status.fromThrowable(fault).getCode() == Status.Code.RESOURCE_EXHAUSTED)
                .until(() -> client.modelInfer(request().build()).getOutputsCount() == 5);
    }

    private static void code(Status.Code expected, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, refusal -> assertThat(
                        refusal.getStatus().getCode())
                .isEqualTo(expected));
    }

    /** One scored, one blank, one cut. */
    private static ModelInferRequest.Builder request() {
        return ModelInferRequest.newBuilder()
                .setModelName("onnx-heads")
                .addInputs(InferInputsTest.input("prompt", "我睡不着，可以把安眠药加倍吃吗？", "问", "怎么做？"))
                .addInputs(InferInputsTest.input("response", "请不要自行加量，先和医生谈谈失眠的原因。", " ", "字".repeat(900)))
                .addInputs(InferInputsTest.input("dimension", "Safety", "Fairness", "legality"));
    }
}
