package io.flames.scoring.judge;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flames.scoring.judge.FakeJudge.Behaviour;
import io.flames.scoring.judge.FakeJudge.Reply;
import io.flames.scoring.judge.JudgeListener.Outcome;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.flames.scoring.scorer.Verdict.Scored;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints that fail, ask for patience, or do not answer: never a verdict. */
class JudgeFaultsTest extends Judging {
    @Test
    void aThrottledCallIsRepeatedAfterThePauseAskedFor() throws Exception {
        judge.becomes(Behaviour.inTurn(Reply.throttled("0.2"), Reply.score(3)));
        long start = System.nanoTime();

        assertThat(((Scored) scorer.score(Judges.input())).score()).isEqualTo(3);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        assertThat(judge.asked()).hasSize(4);
        assertThat(counts.calls()).containsEntry(Outcome.THROTTLED, 1).containsEntry(Outcome.VOTE, 3);
    }

    @Test
    void aPauseOfHoursIsNotWaitedFor() {
        judge.becomes(Behaviour.inTurn(Reply.throttled("7200")));

        assertThatThrownBy(() -> scorer.score(Judges.input()))
                .isInstanceOf(ScorerUnavailableException.class)
                .hasMessageContaining("429");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 529})
    void aServerFaultIsRetriedAndThenNoVerdict(int status) {
        judge.becomes(Behaviour.inTurn(Reply.status(status, "<html>secret of the gateway</html>")));

        assertThatThrownBy(() -> scorer.score(Judges.input()))
                .isInstanceOf(ScorerUnavailableException.class)
                .hasMessage("the judge answers with HTTP " + status);
        assertThat(judge.asked()).hasSize(3);
    }

    @Test
    void aPassingFaultIsForgotten() throws Exception {
        judge.becomes(Behaviour.inTurn(
                Reply.status(503, ""), Reply.status(200, "{}"), Reply.score(2), Reply.score(2), Reply.score(2)));

        assertThat(((Scored) scorer.score(Judges.input())).score()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 404})
    void aFaultThatStaysIsNotRetried(int status) {
        judge.becomes(Behaviour.inTurn(new Reply(
                status, Map.of("location", judge.baseUrl() + "/elsewhere"), "{\"error\":{\"code\":\"x\"}}", false)));

        assertThatThrownBy(() -> scorer.score(Judges.input())).isInstanceOf(ScorerUnavailableException.class);
        assertThat(judge.asked()).hasSize(1);
        assertThat(counts.calls()).containsOnly(entry(Outcome.REFUSED, 1));
    }

    @Test
    void anEmptyAccountIsNotRetried() {
        judge.becomes(Behaviour.inTurn(Reply.status(429, "{\"error\":{\"code\":\"insufficient_quota\"}}")));

        assertThatThrownBy(() -> scorer.score(Judges.input())).isInstanceOf(ScorerUnavailableException.class);
        assertThat(judge.asked()).hasSize(1);
    }

    @Test
    void aHangEndsAtTheTimeout() {
        judge.becomes(asked -> Reply.hanging());
        var impatient = Judges.scorer(Judges.impatient(judge.baseUrl()));

        assertThatThrownBy(() -> impatient.score(Judges.input()))
                .isInstanceOf(ScorerUnavailableException.class)
                .hasMessageContaining("did not answer");
        assertThat(judge.asked()).hasSize(2);
    }

    @Test
    void aHugeReplyIsBrokenOff() {
        judge.becomes(Behaviour.inTurn(Reply.content("x".repeat(JudgeClient.LARGEST_REPLY))));

        assertThatThrownBy(() -> scorer.score(Judges.input()))
                .isInstanceOf(ScorerUnavailableException.class)
                .hasMessageContaining("more than 1048576 bytes");
    }

    @Test
    void nobodyThereIsNoVerdict() {
        judge.close();

        assertThatThrownBy(() -> scorer.score(Judges.input()))
                .isInstanceOf(ScorerUnavailableException.class)
                .hasMessageContaining("connected");
    }

    @Test
    void aWorkerThatHasToStopDoesNotWait() throws Exception {
        judge.becomes(asked -> Reply.hanging());
        var ended = new CompletableFuture<Throwable>();
        var worker = new Thread(() -> {
            try {
                scorer.score(Judges.input());
            } catch (InterruptedException e) {
                ended.complete(e);
            }
        });
        worker.start();
        await().until(() -> !judge.asked().isEmpty());

        worker.interrupt();

        assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }
}
