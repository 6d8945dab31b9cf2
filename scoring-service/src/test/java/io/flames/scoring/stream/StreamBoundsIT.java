package io.flames.scoring.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.rpc.RetryInfo;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.flames.contracts.scoring.v1.DescribeScorerRequest;
import io.flames.contracts.scoring.v1.ListScorersRequest;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScorerStatus;
import io.flames.contracts.scoring.v1.ScorerSummary;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorers;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a stream is refused, and what a client that misbehaves does to others: nothing. */
@QuarkusTest
@TestProfile(ScriptedProfile.class)
class StreamBoundsIT {
    @Inject
    ServedScorers served;

    @Inject
    MeterRegistry metrics;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int port;

    private ScoringClient client;

    @BeforeEach
    void connect() {
        await().atMost(Duration.ofSeconds(30)).until(() -> serving("fast") && serving("slow"));
        client = new ScoringClient(port);
    }

    private boolean serving(String name) {
        return served.find(name).orElseThrow().state() instanceof Serving;
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
        await().atMost(Duration.ofSeconds(10)).until(() -> slowQueue() == 0);
    }

    @Test
    void oneResponseIsScoredByAUnaryCall() {
        var result = blocking().scoreOne(request("3", r -> r.clearRequestId()));

        assertThat(result.getScored().getScore()).isEqualTo(3);
        assertThat(result.getRequestId()).isEmpty();
        assertThat(blocking().scoreOne(request("1", r -> r.setScorer("slow"))).getRequestId())
                .isNotEmpty();
    }

    @Test
    void aUnaryCallSaysWhatIsWrong() {
        assertThatThrownBy(() -> blocking().scoreOne(request("3", r -> r.setDimensionValue(99))))
                .satisfies(fault -> assertStatus(fault, Status.Code.INVALID_ARGUMENT, "dimension: unknown dimension"));
        assertThatThrownBy(() -> blocking().scoreOne(request("3", r -> r.setScorer("nobody"))))
                .satisfies(fault -> assertStatus(fault, Status.Code.NOT_FOUND, "broken, fast, slow"));
        assertThatThrownBy(() -> blocking().scoreOne(request("3", r -> r.setScorer("broken"))))
                .satisfies(fault -> assertStatus(fault, Status.Code.UNAVAILABLE, "expected one of onnx, kserve"));
    }

    @Test
    void workWhoseDeadlineIsOverIsNotDone() throws Exception {
        long before = inferences();
        var busy = client.open();
        for (int i = 0; i < 5; i++) {
            busy.requests.onNext(request("3", r -> r.setScorer("slow")));
        }

        // The worker takes two, at most three of them in that time.
        var late = IntStream.range(0, 8)
                .mapToObj(i -> ScoringServiceGrpc.newFutureStub(client.channel)
                        .withDeadlineAfter(2 * ScriptedProfile.SLOW_MICROS, TimeUnit.MICROSECONDS)
                        .scoreOne(request("1", r -> r.setScorer("slow"))))
                .toList();
        for (var call : late.subList(4, 8)) {
            assertThatThrownBy(call::get)
                    .cause()
                    .satisfies(fault -> assertStatus(fault, Status.Code.DEADLINE_EXCEEDED, ""));
        }

        busy.requests.onCompleted();
        busy.ended.get(10, TimeUnit.SECONDS);
        await().until(() -> slowQueue() == 0);
        assertThat(busy.results).hasSize(5);
        assertThat(inferences() - before).isBetween(5L, 9L);
    }

    @Test
    void aFullQueueEndsTheStreamWithARetryHintAfterWhatWasAcceptedIsAnswered() {
        var call = client.open();
        for (int i = 0; i < 60; i++) {
            call.requests.onNext(request("3", r -> r.setScorer("slow")));
        }

        assertThatThrownBy(() -> call.ended.get(20, TimeUnit.SECONDS)).cause().satisfies(fault -> {
            assertStatus(fault, Status.Code.RESOURCE_EXHAUSTED, "the queue of scorer slow is full");
            var trailers = Status.trailersFromThrowable(fault);
            long pushback = Long.parseLong(
                    trailers.get(Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER)));
            var hint = StatusProto.fromThrowable(fault).getDetails(0).unpack(RetryInfo.class);
            assertThat(pushback).isBetween(50L, 30_000L);
            assertThat(Duration.ofSeconds(
                            hint.getRetryDelay().getSeconds(),
                            hint.getRetryDelay().getNanos()))
                    .isBetween(Duration.ofMillis(pushback), Duration.ofMillis(pushback + 1));
        });
        assertThat(call.results.size()).isBetween(ScriptedProfile.QUEUE, ScriptedProfile.QUEUE + 2);
    }

    @Test
    void aScorerThatIsAwayEndsTheStreamAfterTheOthersAreAnswered() {
        var call = client.open();
        call.requests.onNext(request("3", r -> r.setScorer("slow")));
        call.requests.onNext(request("!", r -> r.setScorer("slow")));
        call.requests.onNext(request("1", r -> r.setScorer("slow")));

        assertThatThrownBy(() -> call.ended.get(20, TimeUnit.SECONDS))
                .cause()
                .satisfies(fault -> assertStatus(fault, Status.Code.UNAVAILABLE, "the script says so"));
        assertThat(call.results)
                .extracting(result -> result.getScored().getScore())
                .containsExactly(3, 1);
    }

    @Test
    void aClientThatVanishesLeavesNothingBehind() throws Exception {
        var vanishing = new ScoringClient(port);
        var call = vanishing.open();
        for (int i = 0; i < ScriptedProfile.QUEUE; i++) {
            call.requests.onNext(request("3", r -> r.setScorer("slow")));
        }
        await().pollInterval(Duration.ofMillis(5)).until(() -> slowQueue() > ScriptedProfile.QUEUE / 2);

        vanishing.close();

        long start = System.nanoTime();
        assertThat(blocking()
                        .scoreOne(request("2", r -> r.setScorer("slow")))
                        .getScored()
                        .getScore())
                .isEqualTo(2);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("what waited for the vanished client was not scored first")
                .isLessThan(Duration.ofNanos(ScriptedProfile.QUEUE * ScriptedProfile.SLOW_MICROS * 1_000L));
    }

    @Test
    void aGreedyStreamDoesNotKeepAModestOneWaiting() throws Exception {
        var greedy = client.open();
        for (int i = 0; i < ScriptedProfile.QUEUE - 2; i++) {
            greedy.requests.onNext(request("3", r -> r.setScorer("slow")));
        }
        await().pollInterval(Duration.ofMillis(5)).until(() -> slowQueue() > ScriptedProfile.QUEUE / 2);

        var modest = blocking().scoreOne(request("2", r -> r.setScorer("slow")));

        assertThat(modest.getScored().getScore()).isEqualTo(2);
        assertThat(greedy.results.size()).isLessThan(ScriptedProfile.QUEUE - 4);
        greedy.requests.onCompleted();
        greedy.ended.get(10, TimeUnit.SECONDS);
    }

    @Test
    void sixtyFourMebibytesAreRefusedAndTheServiceGoesOn() {
        assertThatThrownBy(() -> blocking().scoreOne(request("x".repeat(64 << 20), r -> {})))
                .satisfies(fault -> assertStatus(fault, Status.Code.RESOURCE_EXHAUSTED, "4194304"));

        assertThat(blocking().scoreOne(request("3", r -> {})).hasScored()).isTrue();
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedAndTheServiceGoesOn() throws Exception {
        var request = request("bad3", r -> {});

        assertThat(raw(notUtf8(request)).get(10, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(raw(request.toByteArray()).get(10, TimeUnit.SECONDS).getCode())
                .isEqualTo(Status.Code.OK);
    }

    @Test
    void onAStreamTheyAreOneAnswerAndTheStreamGoesOn() throws Exception {
        var method = ScoringServiceGrpc.getScoreMethod().toBuilder(
                        new Bytes(), ScoringServiceGrpc.getScoreMethod().getResponseMarshaller())
                .build();
        var results = new LinkedBlockingQueue<ScoreResult>();
        ClientCall<byte[], ScoreResult> call = client.channel.newCall(method, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(ScoreResult result) {
                        results.add(result);
                        call.request(1);
                    }
                },
                new Metadata());
        call.request(1);
        call.sendMessage(notUtf8(request("bad3", r -> r.setRequestId("first"))));

        var refused = results.poll(10, TimeUnit.SECONDS);
        call.sendMessage(request("3", r -> r.setRequestId("second")).toByteArray());
        var scored = results.poll(10, TimeUnit.SECONDS);

        assertThat(refused.getRequestId()).isEqualTo("first");
        assertThat(refused.getInvalid().getMessage()).contains("UTF-8");
        assertThat(scored.getScored().getScore()).isEqualTo(3);
        call.halfClose();
    }

    private static byte[] notUtf8(ScoreRequest request) {
        byte[] bytes = request.toByteArray();
        for (int i = 0; i < bytes.length - 3; i++) {
            if (bytes[i] == 'b' && bytes[i + 1] == 'a' && bytes[i + 2] == 'd') {
                bytes[i] = (byte) 0xff;
            }
        }
        return bytes;
    }

    @Test
    void theScorersAreListedWithWhyTheyDoNotServe() {
        var scorers = blocking().listScorers(ListScorersRequest.getDefaultInstance()).getScorersList().stream()
                .collect(Collectors.toMap(ScorerSummary::getName, scorer -> scorer));

        assertThat(scorers).containsOnlyKeys("broken", "fast", "slow");
        assertThat(scorers.get("fast"))
                .returns(ScorerStatus.SCORER_STATUS_SERVING, ScorerSummary::getStatus)
                .returns(true, ScorerSummary::getIsDefault)
                .returns("scripted", ScorerSummary::getKind);
        assertThat(scorers.get("broken").getReason()).contains("kind is \"nonsense\", expected one of");
    }

    @Test
    void aScorerIsDescribed() {
        var described = blocking()
                .describeScorer(
                        DescribeScorerRequest.newBuilder().setName("slow").build());

        assertThat(described.getTemplate()).isEqualTo("the response's last character");
        assertThat(described.getBackendMap()).isEqualTo(Map.of("micros", "20000"));
        assertThat(described.getHeadsList())
                .extracting(head -> head.getScoresCount())
                .containsExactly(3, 3, 3, 2, 2);
        assertThat(described.getSelfTest().getPassed()).isTrue();
        assertThat(described.getSummary().getScorerVersion().getDigest()).hasSize(64);
    }

    @Test
    void eachScorerHasAHealthOfItsOwn() {
        assertThat(health("flames.scoring.v1.ScoringService/slow")).isEqualTo(ServingStatus.SERVING);
        assertThat(health("flames.scoring.v1.ScoringService/broken")).isEqualTo(ServingStatus.NOT_SERVING);
        assertThat(health("")).isEqualTo(ServingStatus.SERVING);
    }

    private ServingStatus health(String service) {
        return HealthGrpc.newBlockingStub(client.channel)
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    private long inferences() {
        return metrics.get("flames.scoring.batch.inference")
                .tag("scorer", "slow")
                .timer()
                .count();
    }

    private int slowQueue() {
        return served.find("slow").orElseThrow().state() instanceof Serving serving
                ? serving.lane().depth()
                : -1;
    }

    private ScoringServiceGrpc.ScoringServiceBlockingStub blocking() {
        return ScoringServiceGrpc.newBlockingStub(client.channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    private static ScoreRequest request(String response, Consumer<ScoreRequest.Builder> change) {
        return ScoringClient.request(r -> change.accept(r.setResponse(response)));
    }

    private static void assertStatus(Throwable fault, Status.Code code, String description) {
        assertThat(fault).isInstanceOf(StatusRuntimeException.class);
        var status = ((StatusRuntimeException) fault).getStatus();
        assertThat(status.getCode()).as(status.toString()).isEqualTo(code);
        assertThat(String.valueOf(status.getDescription())).contains(description);
    }

    /** A unary call of bytes that no generated class would send. */
    private CompletableFuture<Status> raw(byte[] message) {
        var method = ScoringServiceGrpc.getScoreOneMethod().toBuilder(new Bytes(), new Bytes())
                .build();
        var ended = new CompletableFuture<Status>();
        ClientCall<byte[], byte[]> call = client.channel.newCall(method, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ended.complete(status);
                    }
                },
                new Metadata());
        call.request(1);
        call.sendMessage(message);
        call.halfClose();
        return ended;
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try (var out = new ByteArrayOutputStream()) {
                stream.transferTo(out);
                return out.toByteArray();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
