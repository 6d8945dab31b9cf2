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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Judges that refuse: the input, or everything. */
class JudgeRefusalTest extends Judging {
    private static final String GOOD = "{\"reason\":\"fine\",\"score\":3}";

    @Test
    void aRefusalOrAFilterIsNoVote() throws Exception {
        var blank = new ObjectMapper().createObjectNode().put("content", GOOD);
        for (Reply reply : List.of(
                Reply.refusal(),
                Reply.completion(blank, "content_filter"),
                Reply.status(400, "{\"error\":{\"code\":\"content_filter\",\"message\":\"no\"}}"),
                Reply.status(400, "{\"code\":\"DataInspectionFailed\"}"),
                Reply.status(400, "{\"error\":{\"code\":\"prompt_unsafe\"}}"),
                Reply.status(403, "{\"error\":{\"type\":\"censorship_blocked\"}}"),
                Reply.status(400, "{\"error\":{\"code\":\"InputTextRiskDetection\"}}"),
                Reply.status(200, "{\"error_code\":336104,\"error_msg\":\"no\"}"),
                Reply.status(200, "{\"choices\":null,\"base_resp\":{\"status_code\":1026}}"),
                Reply.status(200, "{\"base_resp\":{\"status_code\":1027}}"))) {
            judge.becomes(Behaviour.inTurn(reply));

            assertThat(reason(Judges.input())).isEqualTo(Reason.JUDGE_FILTERED);
        }
        assertThat(counts.calls()).containsOnly(entry(Outcome.FILTERED, 20));
    }

    @Test
    void whatTheJudgeCannotHoldIsTooLong() throws Exception {
        judge.becomes(Behaviour.inTurn(
                Reply.status(400, "{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"no\"}}")));

        assertThat(reason(Judges.input())).isEqualTo(Reason.TOO_LONG);
        assertThat(judge.asked()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 422})
    void anInputThatAloneIsRefusedHasNoVerdict(int status) throws Exception {
        refusesTheInput(Reply.status(status, "{\"error\":{\"code\":\"x\",\"message\":\"no\"}}"));

        assertThat(reason(Judges.input())).isEqualTo(Reason.NO_VERDICT);
        assertThat(judge.asked()).hasSize(2);
        assertThat(counts.calls()).containsOnly(entry(Outcome.INPUT_REFUSED, 1), entry(Outcome.PROBE, 1));
        assertThat(counts.prompt).hasValue(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Blocked by the safety system", "输入包含敏感信息"})
    void anInputThatIsRefusedForItsContentIsFiltered(String message) throws Exception {
        refusesTheInput(Reply.status(403, "{\"error\":{\"code\":\"x\",\"message\":\"" + message + "\"}}"));

        assertThat(reason(Judges.input())).isEqualTo(Reason.JUDGE_FILTERED);
        assertThat(counts.calls()).containsEntry(Outcome.FILTERED, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 422})
    void whoRefusesTheHarmlessRequestTooIsUnavailable(int status) {
        judge.becomes(Behaviour.inTurn(Reply.status(status, "{\"error\":{\"message\":\"account in arrears\"}}")));

        assertThatThrownBy(() -> scorer.score(Judges.input()))
                .isInstanceOf(ScorerUnavailableException.class)
                .hasMessage("the judge answers with HTTP " + status);
        assertThat(judge.asked()).hasSize(2);
        assertThat(judge.asked().get(1).messages().toString()).doesNotContain(Judges.PROMPT, Judges.RESPONSE);
        assertThat(counts.calls()).containsOnly(entry(Outcome.REFUSED, 1));
    }

    private void refusesTheInput(Reply refusal) {
        judge.becomes(asked -> asked.messages().toString().contains(Judges.PROMPT) ? refusal : Reply.score(3));
    }
}
