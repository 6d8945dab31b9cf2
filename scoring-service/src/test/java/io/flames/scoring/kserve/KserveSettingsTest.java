package io.flames.scoring.kserve;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.scoring.proto.inference.ModelMetadataResponse.TensorMetadata;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Settings that make no sense, and servers that are not as they say. */
class KserveSettingsTest extends RemoteScoring {
    @Test
    void wrongSettingsSayWhatIsAllowed() {
        Map.of(
                        "input", "expected one of text, pair, tokens",
                        "layout", "expected one of concatenated, separate, own",
                        "values", "expected one of logits, probabilities",
                        "template", "expected flames-internlm, plain or a file",
                        "endpoints", "HOST:PORT")
                .forEach((key, allowed) -> assertThatThrownBy(() -> load(Map.of(key, "nonsense")))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("nonsense")
                        .hasMessageContaining(allowed));
        assertThatThrownBy(() -> load(Map.of("input", "tokens")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tokenizer");
    }

    @Test
    void anotherVersionIsWrong() {
        assertThatThrownBy(() -> load(Map.of("model-version", "7")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected version 7, found [1]");
    }

    @Test
    void aModelThatIsNotAsConfiguredIsWrong() {
        wrong(FakeKserveServer.tensor("txt", "BYTES", -1, 1), "inputs [text]", "[txt]");
        wrong(FakeKserveServer.tensor("text", "INT64", -1, 1), "BYTES", "INT64");
        wrong(FakeKserveServer.tensor("text", "BYTES", -1, 2), "[-1, 1]", "[-1, 2]");
        server.input = FakeKserveServer.tensor("text", "BYTES", -1, 1);
        server.extra = FakeKserveServer.tensor("more", "BYTES", -1, 1);
        wrong(server.input, "inputs [text]", "[more]");
        server.extra = TensorMetadata.getDefaultInstance();
        for (var output : List.of(
                FakeKserveServer.tensor("other", "FP32", -1, 13),
                FakeKserveServer.tensor("logits", "INT32", -1, 13),
                FakeKserveServer.tensor("logits", "FP32", -1, 12),
                FakeKserveServer.tensor("logits", "FP32", 13))) {
            server.output = output;
            wrong(server.input, "logits", output.getName());
        }
    }

    private void wrong(TensorMetadata input, String expected, String found) {
        server.input = input;
        assertThatThrownBy(() -> load(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches("(?s).*expected .*" + Pattern.quote(expected) + ".*found .*" + Pattern.quote(found) + ".*");
    }
}
