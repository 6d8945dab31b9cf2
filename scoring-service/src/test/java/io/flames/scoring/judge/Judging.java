package io.flames.scoring.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.scoring.judge.FakeJudge.Behaviour;
import io.flames.scoring.judge.FakeJudge.Reply;
import io.flames.scoring.judge.Judges.Counts;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.Reason;
import io.flames.scoring.scorer.Verdict.Unscorable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A judge of three votes and its endpoint, on a real socket. */
@Timeout(60)
abstract class Judging {
    final FakeJudge judge = new FakeJudge(Behaviour.inTurn(Reply.score(3)));
    final Counts counts = new Counts();
    final JudgeScorer scorer = new JudgeScorer("judge", 1, Judges.config(judge.baseUrl()), counts);

    @AfterEach
    void close() {
        scorer.close();
        judge.close();
    }

    Reason reason(ScoringInput input) throws InterruptedException {
        Verdict verdict = scorer.score(input);
        assertThat(verdict).isInstanceOf(Unscorable.class);
        assertThat(((Unscorable) verdict).detail()).doesNotContain(input.prompt());
        return ((Unscorable) verdict).reason();
    }
}
