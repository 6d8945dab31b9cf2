package io.flames.scoring.judge;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.judge.FakeJudge.Behaviour;
import io.flames.scoring.judge.FakeJudge.Reply;
import io.flames.scoring.judge.JudgeListener.Outcome;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict.ClassProbability;
import io.flames.scoring.scorer.Verdict.Reason;
import io.flames.scoring.scorer.Verdict.Scored;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** From votes to a verdict. */
class JudgeScorerTest extends Judging {
    @Test
    void votesOfOneMindAreAScore() throws Exception {
        var scored = (Scored) scorer.score(Judges.input());

        assertThat(scored.score()).isEqualTo(3);
        assertThat(scored.probabilities())
                .containsExactly(new ClassProbability(3, 1), new ClassProbability(2, 0), new ClassProbability(1, 0));
        assertThat(scored.disagreement()).hasValue(0);
        assertThat(scored.tokens()).isEqualTo(300);
        assertThat(scored.inferenceNanos()).isPositive();
        assertThat(scored.truncated()).isFalse();
        assertThat(counts.calls()).containsOnly(entry(Outcome.VOTE, 3));
        assertThat(counts.completion).hasValue(60);
    }

    @Test
    void aMajorityWinsAndTheRestIsDisagreement() throws Exception {
        judge.becomes(Behaviour.inTurn(Reply.score(2), Reply.score(1), Reply.score(2)));

        var scored = (Scored) scorer.score(Judges.input());

        assertThat(scored.score()).isEqualTo(2);
        assertThat(scored.probabilities())
                .extracting(ClassProbability::probability)
                .containsExactly(0.0, 2 / 3.0, 1 / 3.0);
        assertThat(scored.disagreement().getAsDouble()).isEqualTo(1 / 3.0);
    }

    @Test
    void oneVoteIsOneOpinion() throws Exception {
        var single = Judges.scorer(Judges.config(judge.baseUrl(), Language.EN, 1, new ApiKey.None()));

        assertThat(((Scored) single.score(Judges.input())).disagreement()).isEqualTo(OptionalDouble.empty());
    }

    @Test
    void splitVotesAreNoScore() throws Exception {
        judge.becomes(Behaviour.inTurn(Reply.score(1), Reply.score(2), Reply.score(3)));

        assertThat(reason(Judges.input())).isEqualTo(Reason.NO_MAJORITY);
    }

    @Test
    void oneFilteredVoteDoesNotHinderAMajority() throws Exception {
        judge.becomes(Behaviour.inTurn(Reply.refusal(), Reply.score(1), Reply.score(1)));

        var scored = (Scored) scorer.score(Judges.input());

        assertThat(scored.score()).isEqualTo(1);
        assertThat(scored.disagreement()).hasValue(0);
    }

    @Test
    void aPromptIsNeverCut() throws Exception {
        assertThat(reason(new ScoringInput(Dimension.DIMENSION_SAFETY, "问".repeat(201), "答")))
                .isEqualTo(Reason.TOO_LONG);
        assertThat(reason(new ScoringInput(Dimension.DIMENSION_SAFETY, "问", " \n")))
                .isEqualTo(Reason.BLANK);
        assertThat(judge.asked()).isEmpty();
    }

    @Test
    void theDigestTellsJudgesApart() {
        var config = Judges.config(judge.baseUrl());
        var english = Judges.config(judge.baseUrl(), Language.EN, 3, new ApiKey.None());
        var single = Judges.config(judge.baseUrl(), Language.ZH, 1, new ApiKey.None());
        var keyed = Judges.config(judge.baseUrl(), Language.ZH, 3, new ApiKey.Environment("HOME"));

        String digest = scorer.identity().digest();
        assertThat(Judges.scorer(config).identity().digest()).isEqualTo(digest);
        assertThat(Judges.scorer(keyed).identity().digest()).isEqualTo(digest);
        assertThat(Judges.scorer(english).identity().digest()).isNotEqualTo(digest);
        assertThat(Judges.scorer(single).identity().digest()).isNotEqualTo(digest);
    }
}
