package io.flames.scoring.kserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.Reason;
import io.flames.scoring.scorer.Verdict.Scored;
import io.flames.scoring.scorer.Verdict.Unscorable;
import io.flames.scoring.template.HuggingFaceTokens;
import io.flames.scoring.template.PromptTemplate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input {@code tokens}, with a tokenizer whose ids can be told by heart: one token a character, and one before all. */
class KserveTokensTest {
    private static final String TOKENIZER =
            """
            {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [
              {"id": 1, "content": "<s>", "single_word": false, "lstrip": false, "rstrip": false,
               "normalized": false, "special": true}],
             "normalizer": null,
             "pre_tokenizer": {"type": "Split", "pattern": {"Regex": "[\\\\s\\\\S]"}, "behavior": "Isolated", "invert": false},
             "post_processor": {"type": "TemplateProcessing",
               "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
               "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
               "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}},
             "decoder": null,
             "model": {"type": "WordLevel", "unk_token": "?",
               "vocab": {"?": 0, "<s>": 1, "问": 2, "好": 4, "坏": 5, "😀": 6, "\\n": 8}}}
            """;

    private final FakeKserveServer server = new FakeKserveServer();

    @TempDir
    Path folder;

    @BeforeEach
    void tokens() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), TOKENIZER);
        server.input = FakeKserveServer.tensor("input_ids", "INT64", -1, -1);
        server.extra = FakeKserveServer.tensor("attention_mask", "INT64", -1, -1);
        server.output = FakeKserveServer.tensor("logits", "FP32", -1, -1, 13);
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
    }

    @Test
    void shorterItemsArePaddedBehindAndReadAtTheirLastToken() throws Exception {
        try (var scorer = load(Map.of("pad-token", "7"))) {
            var verdicts = scorer.score(
                    List.of(scorer.prepare(input("好")), scorer.prepare(input("好好坏")), scorer.prepare(input("坏好"))));

            // The fake takes odd last tokens for harmful; padding is odd too, and must not be read.
            assertThat(verdicts)
                    .extracting(verdict -> ((Scored) verdict).score())
                    .containsExactly(3, 1, 3);
            assertThat(verdicts)
                    .extracting(verdict -> ((Scored) verdict).tokens())
                    .containsExactly(4, 6, 5);
            var request = server.requests.get(0);
            assertThat(request.getInputs(0).getName()).isEqualTo("input_ids");
            assertThat(request.getInputs(0).getShapeList()).containsExactly(3L, 6L);
            assertThat(request.getInputs(0).getContents().getInt64ContentsList())
                    .containsExactly(1L, 2L, 8L, 4L, 7L, 7L, 1L, 2L, 8L, 4L, 4L, 5L, 1L, 2L, 8L, 5L, 4L, 7L);
            assertThat(request.getInputs(1).getName()).isEqualTo("attention_mask");
            assertThat(request.getInputs(1).getContents().getInt64ContentsList())
                    .containsExactly(1L, 1L, 1L, 1L, 0L, 0L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 0L);
        }
    }

    @Test
    void ofALongResponseHeadAndTailAreKept() throws Exception {
        try (var scorer = load(Map.of("max-tokens", "41"))) {
            var verdict = (Scored) scorer.score(input("好".repeat(10) + "😀".repeat(40) + "坏".repeat(11)));

            assertThat(verdict.truncated()).isTrue();
            assertThat(verdict.tokens()).isEqualTo(41);
            // 38 of the response: 19 of its head, 19 of its tail.
            assertThat(server.requests.get(0).getInputs(0).getContents().getInt64ContentsList())
                    .containsExactlyElementsOf(ids("1 2 8" + " 4".repeat(10) + " 6".repeat(17) + " 5".repeat(11)));
        }
    }

    @Test
    void aPromptThatFillsTheInputIsUnscorable() throws Exception {
        try (var scorer = load(Map.of("max-tokens", "41"))) {
            Verdict verdict =
                    scorer.score(new ScoringInput(Dimension.DIMENSION_SAFETY, "问".repeat(30), "好".repeat(40)));

            assertThat(verdict).isInstanceOfSatisfying(Unscorable.class, unscorable -> assertThat(unscorable.reason())
                    .isEqualTo(Reason.TOO_LONG));
        }
    }

    @Test
    void spansAreInCodePointsAndAddedTokensHaveNone() {
        try (var tokenizer =
                new HuggingFaceTokens(new ByteArrayInputStream(TOKENIZER.getBytes(StandardCharsets.UTF_8)))) {
            var tokens = tokenizer.of(PromptTemplate.PLAIN.render("😀", "好坏").text());

            assertThat(tokens.ids()).containsExactly(1, 6, 8, 4, 5);
            assertThat(tokens.starts()).containsExactly(-1, 0, 1, 2, 3);
            assertThat(tokens.ends()).containsExactly(-1, 1, 2, 3, 4);
        }
    }

    @Test
    void aTokenizerThatIsNoneIsWrong() throws Exception {
        Files.writeString(folder.resolve("tokenizer.json"), "{}");

        assertThatThrownBy(() -> load(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tokenizer");
    }

    private static List<Long> ids(String ids) {
        return Arrays.stream(ids.split(" ")).map(Long::valueOf).toList();
    }

    private Scorer load(Map<String, String> changes) throws InterruptedException {
        var all = new HashMap<>(changes);
        all.put("input", "tokens");
        all.put("tokenizer", folder.resolve("tokenizer.json").toString());
        return KserveScorers.load("remote", KserveTestSettings.of(server.address(), all))
                .scorer();
    }

    private static ScoringInput input(String response) {
        return new ScoringInput(Dimension.DIMENSION_SAFETY, "问", response);
    }
}
