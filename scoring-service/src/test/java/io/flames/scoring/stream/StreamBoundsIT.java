package io.flames.scoring.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.rpc.RetryInfo;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a stream is refused when there is too much to do, and what a greedy client does to others: nothing. */
@QuarkusTest
@TestProfile(ScriptedProfile.class)
class StreamBoundsIT extends Scripted {
    @Inject
    MeterRegistry metrics;

    @Test
    void workWhoseDeadlineIsOverIsNotDone() throws Exception {
        long before = inferences();
        var busy = client.open();
        for (int i = 0; i < 5; i++) {
            busy.requests.onNext(request("3", r -> r.setScorer("slow")));
        }

        // The worker takes two, at most three of them in that time. They share one deadline, however long this takes to
        // ask.
        var deadline = Deadline.after(2 * ScriptedProfile.SLOW_MICROS, TimeUnit.MICROSECONDS);
        var late = IntStream.range(0, 8)
                .mapToObj(i -> ScoringServiceGrpc.newFutureStub(client.channel)
                        .withDeadline(deadline)
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

    private long inferences() {
        return metrics.get("flames.scoring.batch.inference")
                .tag("scorer", "slow")
                .timer()
                .count();
    }
}
