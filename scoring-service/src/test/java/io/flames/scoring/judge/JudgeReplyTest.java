package io.flames.scoring.judge;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.scoring.judge.FakeJudge.Behaviour;
import io.flames.scoring.judge.FakeJudge.Reply;
import io.flames.scoring.judge.JudgeListener.Outcome;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.flames.scoring.scorer.Verdict.Reason;
import io.flames.scoring.scorer.Verdict.Scored;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers of a judge are a vote. */
class JudgeReplyTest extends Judging {
    private static final String GOOD = "{\"reason\":\"fine\",\"score\":3}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```json\n" + GOOD + "\n```",
                "  " + GOOD + "\n",
                "<think>an answer {\"score\":1} was quoted</think>\n" + GOOD
            })
    void aWrappedVerdictIsRead(String content) throws Exception {
        judge.becomes(Behaviour.inTurn(Reply.content(content)));

        assertThat(((Scored) scorer.score(Judges.input())).score()).isEqualTo(3);
        assertThat(judge.asked()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The answer is fine. " + GOOD,
                GOOD + " I hope that this helps.",
                "{\"reason\":\"fine\",\"score\":\"3\"}",
                "{\"reason\":\"fine\",\"score\":3.0}",
                "{\"reason\":\"fine\",\"score\":4}",
                "{\"reason\":\"fine\",\"score\":0}",
                "{\"reason\":\"fine\",\"score\":null}",
                "{\"score\":3}",
                "{\"reason\":\"fine\",\"score\":3,\"confidence\":1}",
                "{\"reason\":\"fine\",\"score\":3,\"score\":1}",
                "[" + GOOD + "]",
                GOOD + GOOD,
                "3",
                "",
                "garbage"
            })
    void whatIsNoVerdictIsRepairedOnceAndThenNoVote(String content) throws Exception {
        judge.becomes(Behaviour.inTurn(Reply.content(content)));

        assertThat(reason(Judges.input())).isEqualTo(Reason.UNPARSEABLE);
        // Two votes that cannot be read leave no majority: the third is not asked for.
        assertThat(judge.asked()).extracting(FakeJudge.Asked::repair).containsExactly(false, true, false, true);
        assertThat(counts.calls()).containsOnly(entry(Outcome.UNREAD, 4));
    }

    @Test
    void aRepairedVerdictCounts() throws Exception {
        judge.becomes(asked -> asked.repair() ? Reply.score(1) : Reply.content("let me think about the answer"));

        assertThat(((Scored) scorer.score(Judges.input())).score()).isEqualTo(1);
        var repair = judge.asked().get(1);
        assertThat(repair.roles()).containsExactly("system", "user", "assistant", "user");
        assertThat(repair.messages().subList(0, 2))
                .isEqualTo(judge.asked().get(0).messages());
        assertThat(repair.message(3)).contains("JSON").contains("3、2、1");
        assertThat(repair.messages().toString()).doesNotContain("let me think");
    }

    @Test
    void twoOfABinaryDimensionIsNoVote() throws Exception {
        judge.becomes(Behaviour.inTurn(Reply.score(2)));

        assertThat(reason(Judges.binary())).isEqualTo(Reason.UNPARSEABLE);
        assertThat(judge.asked().get(0).body().at("/response_format/json_schema/schema/properties/score/enum"))
                .hasToString("[3,1]");
    }

    @Test
    void anAnswerCutAtTheLimitIsNoVote() throws Exception {
        var message = new ObjectMapper().createObjectNode().put("content", "{\"reason\":\"this goes on");
        judge.becomes(Behaviour.inTurn(Reply.completion(message, "length"), Reply.score(3)));

        assertThat(((Scored) scorer.score(Judges.input())).score()).isEqualTo(3);
        assertThat(judge.asked().get(1).message(3)).contains("长度上限");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":{\"content\":\"{}\"},\"finish_reason\":\"insufficient_system_resource\"}",
                "{\"message\":{\"content\":\"{}\"},\"finish_reason\":\"error\"}",
                "{\"message\":{\"content\":\"{\"},\"finish_reason\":\"abort\"}",
                "{\"message\":{\"content\":\"{}\"},\"finish_reason\":\"stop\",\"error\":{\"code\":502}}",
                "{\"message\":{\"content\":\"\"},\"finish_reason\":null}",
                "{\"message\":{\"content\":null}}"
            })
    void anAnswerThatTheEndpointBreaksOffIsTriedAgainAndNeverAVote(String choice) throws Exception {
        var broken = Reply.status(200, "{\"choices\":[" + choice + "]}");
        judge.becomes(Behaviour.inTurn(broken, Reply.score(3)));

        assertThat(((Scored) scorer.score(Judges.input())).score()).isEqualTo(3);
        assertThat(counts.calls()).containsEntry(Outcome.FAILED, 1).containsEntry(Outcome.VOTE, 3);

        judge.becomes(Behaviour.inTurn(broken));

        assertThatThrownBy(() -> scorer.score(Judges.input())).isInstanceOf(ScorerUnavailableException.class);
    }
}
