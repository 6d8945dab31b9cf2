package io.flames.scoring.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.scorer.Digest;
import io.flames.scoring.scorer.Peers;
import io.flames.scoring.scorer.ScorerIdentity;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.ClassProbability;
import io.flames.scoring.scorer.Verdict.Reason;
import io.flames.scoring.scorer.Verdict.Scored;
import io.flames.scoring.scorer.Verdict.Unscorable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an ensemble makes of its members' answers. */
class EnsembleScorerTest {
    private static final ScoringInput INPUT = new ScoringInput(Dimension.DIMENSION_LEGALITY, "问题", "回答");

    @Test
    void tokensTimeAndTruncationAreThoseOfAllMembers() throws Exception {
        var verdict = (Scored) ensemble(new Scored(3, two(0.9), 10, false, 100), new Scored(1, two(0.3), 20, true, 300))
                .score(INPUT);

        assertThat(verdict.score()).isEqualTo(3);
        assertThat(verdict.tokens()).isEqualTo(30);
        assertThat(verdict.truncated()).isTrue();
        assertThat(verdict.inferenceNanos()).isEqualTo(400);
        assertThat(verdict.disagreement()).isNotEmpty();
    }

    @Test
    void aMemberWithoutAVerdictIsNamed() throws Exception {
        var verdict = ensemble(new Scored(3, two(0.9), 10, false, 100), new Unscorable(Reason.NO_MAJORITY, "2 to 2"))
                .score(INPUT);

        assertThat(verdict).isEqualTo(new Unscorable(Reason.MEMBER_UNSCORABLE, "second, NO_MAJORITY: 2 to 2"));
    }

    @Test
    void probabilitiesOfOtherClassesAreNoOpinion() throws Exception {
        var verdict = ensemble(
                        new Scored(3, two(0.9), 10, false, 100),
                        new Scored(2, List.of(new ClassProbability(2, 1)), 10, false, 100))
                .score(INPUT);

        assertThat(verdict).isInstanceOfSatisfying(Unscorable.class, none -> assertThat(none.detail())
                .contains("second gives no probability"));
    }

    @Test
    void aMemberThatIsAwayMakesItUnavailable() {
        var scorer = ensemble(
                CompletableFuture.completedFuture(new Scored(3, two(0.9), 10, false, 100)),
                CompletableFuture.failedFuture(new ScorerUnavailableException("no endpoint answers")));

        assertThatThrownBy(() -> scorer.score(INPUT))
                .isInstanceOf(ScorerUnavailableException.class)
                .hasMessage("member second: no endpoint answers");
    }

    @Test
    void aMemberThatHangsMakesItUnavailable() {
        var scorer = ensemble(
                CompletableFuture.completedFuture(new Scored(3, two(0.9), 10, false, 100)), new CompletableFuture<>());

        assertThatThrownBy(() -> scorer.score(INPUT))
                .isInstanceOf(ScorerUnavailableException.class)
                .hasMessage("member second gave no verdict within 50 ms");
    }

    @Test
    void workThatWaitsWithAMemberIsGivenUpWhenTheTimeIsOver() {
        var first = new CompletableFuture<Verdict>();
        var second = new CompletableFuture<Verdict>();

        assertThatThrownBy(() -> ensemble(first, second).score(INPUT)).isInstanceOf(ScorerUnavailableException.class);

        assertThat(first).isCancelled();
        assertThat(second).isCancelled();
    }

    @Test
    @Timeout(30)
    void aFaultOfOneMemberGivesUpTheOthersAtOnce() {
        var first = new CompletableFuture<Verdict>();
        var scorer = ensemble(
                first,
                CompletableFuture.failedFuture(new ScorerUnavailableException("no endpoint answers")),
                Duration.ofHours(1));

        assertThatThrownBy(() -> scorer.score(INPUT)).hasMessage("member second: no endpoint answers");

        assertThat(first).isCancelled();
    }

    @Test
    void aWorkerThatHasToStopGivesTheWorkUp() throws Exception {
        var first = new CompletableFuture<Verdict>();
        var scorer = ensemble(first, new CompletableFuture<>(), Duration.ofHours(1));
        var ended = new CompletableFuture<Throwable>();
        var worker = new Thread(() -> {
            try {
                scorer.score(INPUT);
            } catch (InterruptedException e) {
                ended.complete(e);
            }
        });
        worker.start();

        worker.interrupt();

        assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(first).isCancelled();
    }

    @Test
    void aBlankResponseIsNotAsked() throws Exception {
        var scorer = ensemble(new CompletableFuture<>(), new CompletableFuture<>());

        assertThat(scorer.score(new ScoringInput(Dimension.DIMENSION_SAFETY, "问题", " \n")))
                .isEqualTo(new Unscorable(Reason.BLANK, "the response is blank"));
    }

    private static EnsembleScorer ensemble(Verdict first, Verdict second) {
        return ensemble(CompletableFuture.completedFuture(first), CompletableFuture.completedFuture(second));
    }

    private static EnsembleScorer ensemble(CompletableFuture<Verdict> first, CompletableFuture<Verdict> second) {
        return ensemble(first, second, Duration.ofMillis(50));
    }

    private static EnsembleScorer ensemble(
            CompletableFuture<Verdict> first, CompletableFuture<Verdict> second, Duration timeout) {
        var weighting = Weighting.equal(2);
        return new EnsembleScorer(
                new ScorerIdentity("both", 1, new Digest().part("test", "both").hex()),
                List.of("first", "second"),
                weighting,
                new Combination.Weighted(weighting),
                new Answers(first, second),
                timeout);
    }

    private static List<ClassProbability> two(double harmless) {
        return List.of(new ClassProbability(3, harmless), new ClassProbability(1, 1 - harmless));
    }

    /** Other scorers with one answer each. */
    private record Answers(CompletableFuture<Verdict> first, CompletableFuture<Verdict> second) implements Peers {
        @Override
        public CompletableFuture<Verdict> score(String scorer, ScoringInput input) {
            return scorer.equals("first") ? first : second;
        }

        @Override
        public ScorerIdentity awaitServing(String scorer) {
            throw new UnsupportedOperationException("loading is not part of this test");
        }
    }
}
