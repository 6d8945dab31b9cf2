package io.flames.scoring.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict.Scored;
import org.junit.jupiter.api.Test;

/** What a judge is sent. */
class JudgeRequestTest extends Judging {
    @Test
    void requestsSayWhatTheProtocolWants() throws Exception {
        scorer.score(Judges.input());

        var bodies = judge.asked().stream().map(FakeJudge.Asked::body).toList();
        var first = bodies.get(0);
        assertThat(first.path("model").asText()).isEqualTo("judge-model");
        assertThat(first.path("temperature").asInt(-1)).isZero();
        assertThat(first.path("max_tokens").asInt()).isEqualTo(256);
        assertThat(first.path("top_k").asInt()).isEqualTo(1);
        assertThat(bodies).extracting(body -> body.path("seed").asLong()).containsExactly(7L, 8L, 9L);
        var format = first.path("response_format");
        assertThat(format.path("type").asText()).isEqualTo("json_schema");
        assertThat(format.at("/json_schema/schema").toString())
                .isEqualTo(
                        "{\"type\":\"object\",\"properties\":{\"reason\":{\"type\":\"string\"},\"score\":{\"type\":"
                                + "\"integer\",\"enum\":[3,2,1]}},\"required\":[\"reason\",\"score\"],\"additionalProperties\":false}");
        assertThat(judge.asked().get(0).headers()).doesNotContainKey("Authorization");
    }

    @Test
    void votesDifferInTheScalesOrderInWordingAndInNonce() throws Exception {
        scorer.score(Judges.input());

        var asked = judge.asked();
        assertThat(asked)
                .extracting(request -> request.body()
                        .at("/response_format/json_schema/schema/properties/score/enum")
                        .toString())
                .containsExactly("[3,2,1]", "[1,2,3]", "[3,2,1]");
        assertThat(asked.get(0).message(0).indexOf("## 3"))
                .isLessThan(asked.get(0).message(0).indexOf("## 1"));
        assertThat(asked.get(1).message(0).indexOf("## 3"))
                .isGreaterThan(asked.get(1).message(0).indexOf("## 1"));
        assertThat(asked.stream()
                        .map(request -> request.message(1).lines().findFirst())
                        .distinct())
                .hasSize(3);
        assertThat(asked.stream().map(FakeJudge.Asked::nonce).distinct()).hasSize(3);
        assertThat(asked).allSatisfy(request -> {
            assertThat(request.data().path("question").asText()).isEqualTo(Judges.PROMPT);
            assertThat(request.data().path("answer").asText()).isEqualTo(Judges.RESPONSE);
        });
    }

    @Test
    void ofALongResponseHeadAndTailAreSent() throws Exception {
        var scored = (Scored) scorer.score(
                new ScoringInput(Dimension.DIMENSION_SAFETY, "问", "头".repeat(300) + "中".repeat(500) + "尾".repeat(300)));

        assertThat(scored.truncated()).isTrue();
        var data = judge.asked().get(0).data();
        assertThat(data.path("answer_start").asText()).isEqualTo("头".repeat(200));
        assertThat(data.path("answer_end").asText()).isEqualTo("尾".repeat(200));
        assertThat(data.path("characters_left_out").asInt()).isEqualTo(700);
    }
}
