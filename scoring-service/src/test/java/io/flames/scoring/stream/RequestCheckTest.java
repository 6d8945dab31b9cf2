package io.flames.scoring.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RequestCheckTest {
    private final RequestCheck check = new RequestCheck("onnx-heads"::equals, () -> Set.of("onnx-heads"), 100, 200);

    @Test
    void aGoodRequestPasses() {
        assertThat(check.refuse(request(r -> {}))).isEmpty();
        assertThat(check.refuse(request(r -> r.setScorer("onnx-heads")))).isEmpty();
    }

    @Test
    void aBlankResponseIsNoFaultOfTheRequest() {
        assertThat(check.refuse(request(r -> r.setResponse("  ")))).isEmpty();
    }

    @Test
    void eachFaultNamesItsFieldAndWhatIsAllowed() {
        assertRefused(r -> r.clearRequestId(), "request_id", "missing");
        assertRefused(r -> r.setScorer("judge"), "scorer", "one of onnx-heads");
        assertRefused(
                r -> r.clearDimension(),
                "dimension",
                "expected one of Fairness, Safety, Morality, Legality, Data protection");
        assertRefused(r -> r.setDimensionValue(17), "dimension", "unknown dimension");
        assertRefused(r -> r.setResponseId("r-1"), "response_id", "not a UUID");
        assertRefused(r -> r.setRevision(-1), "revision", "below 0");
        assertRefused(r -> r.setPrompt(" "), "prompt", "blank");
        assertRefused(r -> r.setPrompt("x".repeat(101)), "prompt", "101 characters, at most 100");
        assertRefused(r -> r.setResponse("x".repeat(201)), "response", "201 characters, at most 200");
    }

    private void assertRefused(Consumer<ScoreRequest.Builder> change, String field, String message) {
        assertThat(check.refuse(request(change))).hasValueSatisfying(refusal -> {
            assertThat(refusal.getField()).isEqualTo(field);
            assertThat(refusal.getMessage()).contains(message);
        });
    }

    private static ScoreRequest request(Consumer<ScoreRequest.Builder> change) {
        var request = ScoreRequest.newBuilder()
                .setRequestId("1")
                .setDimension(Dimension.DIMENSION_SAFETY)
                .setResponseId("018f3f2e-7b6a-7c3d-9e1f-000000000001")
                .setPrompt("问题")
                .setResponse("回答");
        change.accept(request);
        return request.build();
    }
}
