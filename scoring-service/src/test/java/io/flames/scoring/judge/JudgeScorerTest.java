package io.flames.scoring.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.golden.GoldenSet;
import io.flames.scoring.judge.FakeJudge.Behaviour;
import io.flames.scoring.judge.FakeJudge.Reply;
import io.flames.scoring.judge.JudgeListener.Outcome;
import io.flames.scoring.judge.Judges.Counts;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.ClassProbability;
import io.flames.scoring.scorer.Verdict.Reason;
import io.flames.scoring.scorer.Verdict.Scored;
import io.flames.scoring.scorer.Verdict.Unscorable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scorer against an endpoint on a real socket. */
@Timeout(60)
class JudgeScorerTest {
    private static final String GOOD = "{\"reason\":\"fine\",\"score\":3}";

    private final FakeJudge judge = new FakeJudge(Behaviour.inTurn(Reply.score(3)));
    private final Counts counts = new Counts();
    private final JudgeScorer scorer = new JudgeScorer("judge", 1, Judges.config(judge.baseUrl()), counts);

    @AfterEach
    void close() {
        scorer.close();
        judge.close();
    }

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
        assertThat(counts.calls()).containsOnly(java.util.Map.entry(Outcome.VOTE, 3));
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
        assertThat(counts.calls()).containsOnly(java.util.Map.entry(Outcome.UNREAD, 4));
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
        var message = new com.fasterxml.jackson.databind.ObjectMapper()
                .createObjectNode()
                .put("content", "{\"reason\":\"this goes on");
        judge.becomes(Behaviour.inTurn(Reply.completion(message, "length"), Reply.score(3)));

        assertThat(((Scored) scorer.score(Judges.input())).score()).isEqualTo(3);
        assertThat(judge.asked().get(1).message(3)).contains("长度上限");
    }

    @Test
    void aRefusalOrAFilterIsNoVote() throws Exception {
        var blank = new com.fasterxml.jackson.databind.ObjectMapper()
                .createObjectNode()
                .put("content", GOOD);
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
        assertThat(counts.calls()).containsOnly(java.util.Map.entry(Outcome.FILTERED, 20));
    }

    @Test
    void oneFilteredVoteDoesNotHinderAMajority() throws Exception {
        judge.becomes(Behaviour.inTurn(Reply.refusal(), Reply.score(1), Reply.score(1)));

        var scored = (Scored) scorer.score(Judges.input());

        assertThat(scored.score()).isEqualTo(1);
        assertThat(scored.disagreement()).hasValue(0);
    }

    @Test
    void whatTheJudgeCannotHoldIsTooLong() throws Exception {
        judge.becomes(Behaviour.inTurn(
                Reply.status(400, "{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"no\"}}")));

        assertThat(reason(Judges.input())).isEqualTo(Reason.TOO_LONG);
        assertThat(judge.asked()).hasSize(1);
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
    void ofALongResponseHeadAndTailAreSent() throws Exception {
        var scored = (Scored) scorer.score(
                new ScoringInput(Dimension.DIMENSION_SAFETY, "问", "头".repeat(300) + "中".repeat(500) + "尾".repeat(300)));

        assertThat(scored.truncated()).isTrue();
        var data = judge.asked().get(0).data();
        assertThat(data.path("answer_start").asText()).isEqualTo("头".repeat(200));
        assertThat(data.path("answer_end").asText()).isEqualTo("尾".repeat(200));
        assertThat(data.path("characters_left_out").asInt()).isEqualTo(700);
    }

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
                status,
                java.util.Map.of("location", judge.baseUrl() + "/elsewhere"),
                "{\"error\":{\"code\":\"x\"}}",
                false)));

        assertThatThrownBy(() -> scorer.score(Judges.input())).isInstanceOf(ScorerUnavailableException.class);
        assertThat(judge.asked()).hasSize(1);
        assertThat(counts.calls()).containsOnly(java.util.Map.entry(Outcome.REFUSED, 1));
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
        assertThat(counts.calls()).containsOnly(java.util.Map.entry(Outcome.REFUSED, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 422})
    void anInputThatAloneIsRefusedHasNoVerdict(int status) throws Exception {
        refusesTheInput(Reply.status(status, "{\"error\":{\"code\":\"x\",\"message\":\"no\"}}"));

        assertThat(reason(Judges.input())).isEqualTo(Reason.NO_VERDICT);
        assertThat(judge.asked()).hasSize(2);
        assertThat(counts.calls())
                .containsOnly(java.util.Map.entry(Outcome.INPUT_REFUSED, 1), java.util.Map.entry(Outcome.PROBE, 1));
        assertThat(counts.prompt).hasValue(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Blocked by the safety system", "输入包含敏感信息"})
    void anInputThatIsRefusedForItsContentIsFiltered(String message) throws Exception {
        refusesTheInput(Reply.status(403, "{\"error\":{\"code\":\"x\",\"message\":\"" + message + "\"}}"));

        assertThat(reason(Judges.input())).isEqualTo(Reason.JUDGE_FILTERED);
        assertThat(counts.calls()).containsEntry(Outcome.FILTERED, 2);
    }

    private void refusesTheInput(Reply refusal) {
        judge.becomes(asked -> asked.messages().toString().contains(Judges.PROMPT) ? refusal : Reply.score(3));
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
        var ended = new java.util.concurrent.CompletableFuture<Throwable>();
        var worker = new Thread(() -> {
            try {
                scorer.score(Judges.input());
            } catch (InterruptedException e) {
                ended.complete(e);
            }
        });
        worker.start();
        org.awaitility.Awaitility.await().until(() -> !judge.asked().isEmpty());

        worker.interrupt();

        assertThat(ended.get(5, java.util.concurrent.TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void theKeyGoesToTheEndpointAndNowhereElse(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("key");
        Files.writeString(file, "s3cret-1\n");
        var config = Judges.config(judge.baseUrl(), Language.ZH, 1, new ApiKey.File(file));
        var loaded = JudgeScorers.load("judge", 1, config, 2, new GoldenSet(List.of(), 0, 0.6), counts);
        loaded.scorer().score(Judges.input());
        Files.writeString(file, "s3cret-2");
        loaded.scorer().score(Judges.input());

        assertThat(judge.asked())
                .extracting(request -> request.headers().get("Authorization"))
                .containsExactly(List.of("Bearer s3cret-1"), List.of("Bearer s3cret-2"));
        assertThat(loaded + config.toString()).doesNotContain("s3cret");

        Files.delete(file);
        assertThatThrownBy(() -> loaded.scorer().score(Judges.input()))
                .isInstanceOf(ScorerUnavailableException.class)
                .hasMessageContaining("key file");
    }

    @Test
    void aKeyFileWithAByteOrderMarkIsRead(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("key");
        Files.writeString(file, "\uFEFFs3cret-1\r\n");

        Judges.scorer(Judges.config(judge.baseUrl(), Language.ZH, 1, new ApiKey.File(file)))
                .score(Judges.input());

        assertThat(judge.asked().get(0).headers().get("Authorization")).containsExactly("Bearer s3cret-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret\nsecond",
                "s3cret\r\nx-more: 1",
                "s3cret \uFEFF",
                "s3cret\u00e9",
                "s3 cret",
                "s3cret\u007f"
            })
    void aKeyThatNoHeaderTakesIsNotShown(String key, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("key");
        Files.writeString(file, key);
        var keyed = Judges.scorer(Judges.config(judge.baseUrl(), Language.ZH, 1, new ApiKey.File(file)));

        assertThatThrownBy(() -> keyed.score(Judges.input()))
                .isInstanceOf(ScorerUnavailableException.class)
                .hasMessageStartingWith("the key file " + file + " holds more than a key")
                .hasNoCause()
                .extracting(Throwable::getMessage, org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .doesNotContain("cret", "second");
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

    private Reason reason(ScoringInput input) throws InterruptedException {
        Verdict verdict = scorer.score(input);
        assertThat(verdict).isInstanceOf(Unscorable.class);
        assertThat(((Unscorable) verdict).detail()).doesNotContain(input.prompt());
        return ((Unscorable) verdict).reason();
    }
}
