package io.flames.scoring.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.lane.CostProfile.Cost;
import io.flames.scoring.scorer.Digest;
import io.flames.scoring.scorer.Prepared;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.scorer.ScorerIdentity;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScorerLaneTest {
    private static final CostProfile BATCHES =
            new CostProfile(List.of(new Cost(1, 10, 10), new Cost(4, 10, 11)), 4, 1000);

    private final Gated scorer = new Gated();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private ScorerLane lane = lane(LaneShape.alone(1), 10, 1_000_000);

    private ScorerLane lane(LaneShape shape, int items, long bytes) {
        return new ScorerLane(scorer, shape, new ScorerLane.Bounds(items, bytes), new LaneMetrics(registry, "gated"));
    }

    @AfterEach
    void close() {
        scorer.gate.release(1000);
        lane.close();
    }

    @Test
    void eachInputGetsItsOwnVerdict() throws Exception {
        scorer.gate.release(10);

        var verdicts = submit(lane, 10, "a");

        for (int i = 0; i < 10; i++) {
            assertThat(((Verdict.Scored) verdicts.get(i).get()).tokens()).isEqualTo(i);
        }
    }

    @Test
    void aFullQueueRefusesWithAHintAndTakesAgainLater() throws Exception {
        occupyTheWorker();
        var waiting = submit(lane, 10, "a");

        assertThatThrownBy(() -> submitOne(lane, 99, "b").get())
                .cause()
                .isInstanceOfSatisfying(LaneFullException.class, full -> assertThat(full.tryAgainAfter())
                        .isBetween(Duration.ofMillis(50), Duration.ofSeconds(30)));
        assertThat(registry.counter("flames.scoring.queue.refused", "scorer", "gated")
                        .count())
                .isEqualTo(1);

        scorer.gate.release(20);
        assertThat(waiting).allSatisfy(verdict -> assertThat(verdict.get()).isInstanceOf(Verdict.Scored.class));
        assertThat(submitOne(lane, 99, "b").get()).isInstanceOf(Verdict.Scored.class);
    }

    @Test
    void theBoundInBytesHoldsTooButOneInputIsAlwaysLetIn() throws Exception {
        lane.close();
        lane = lane(LaneShape.alone(1), 100, 50);
        occupyTheWorker();

        var huge = lane.submit(new Input(1, 1_000), "a", () -> false);
        var next = lane.submit(new Input(2, 10), "a", () -> false);

        assertThat(huge).isNotDone();
        assertThat(next).isCompletedExceptionally();
        assertThat(lane.queuedBytes()).isEqualTo(1_000);
    }

    @Test
    void abandonedWorkIsDroppedUnscored() throws Exception {
        occupyTheWorker();
        var gone = new AtomicBoolean();
        var abandoned = IntStream.range(0, 5)
                .mapToObj(i -> lane.submit(new Input(i, 1), "gone", gone::get))
                .toList();
        var kept = submitOne(lane, 7, "here");
        gone.set(true);

        scorer.gate.release(2);

        assertThat(((Verdict.Scored) kept.get()).tokens()).isEqualTo(7);
        assertThat(abandoned)
                .allSatisfy(verdict -> assertThatThrownBy(verdict::join).isInstanceOf(CancellationException.class));
        assertThat(scorer.scored).doesNotContain(0, 1, 2, 3, 4);
    }

    @Test
    void inputsThatPayAreScoredTogether() throws Exception {
        lane.close();
        lane = lane(new LaneShape(1, BATCHES, Duration.ofSeconds(5)), 100, 1_000_000);
        scorer.gate.release(10);

        var verdicts = submit(lane, 4, "a");

        for (var verdict : verdicts) {
            verdict.get();
        }
        assertThat(scorer.batches).containsExactly(4);
    }

    @Test
    void aFaultFailsItsBatchAndNothingElse() throws Exception {
        scorer.gate.release(10);
        var bad = lane.submit(new Input(-1, 1), "a", () -> false);
        var good = submitOne(lane, 3, "a");

        assertThatThrownBy(bad::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(ScorerUnavailableException.class);
        assertThat(good.get()).isInstanceOf(Verdict.Scored.class);
    }

    @Test
    void whatWaitsWhenTheLaneClosesIsToldSo() throws Exception {
        occupyTheWorker();
        var waiting = submitOne(lane, 1, "a");

        lane.close();

        assertThatThrownBy(waiting::join).isInstanceOf(CancellationException.class);
        assertThatThrownBy(submitOne(lane, 2, "a")::join).isInstanceOf(CancellationException.class);
    }

    private void occupyTheWorker() {
        submitOne(lane, 100, "first");
        await().until(() -> lane.depth() == 0);
    }

    private static List<CompletableFuture<Verdict>> submit(ScorerLane lane, int n, Object stream) {
        return IntStream.range(0, n).mapToObj(i -> submitOne(lane, i, stream)).toList();
    }

    private static CompletableFuture<Verdict> submitOne(ScorerLane lane, int number, Object stream) {
        return lane.submit(new Input(number, 1), stream, () -> false);
    }

    private record Input(int number, long bytes) implements Prepared {
        @Override
        public int tokens() {
            return 10;
        }
    }

    /** Scores a batch for each permit. */
    private static final class Gated implements Scorer {
        private final Semaphore gate = new Semaphore(0);
        private final List<Integer> scored = Collections.synchronizedList(new ArrayList<>());
        private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

        @Override
        public ScorerIdentity identity() {
            return new ScorerIdentity("gated", 1, new Digest().hex());
        }

        @Override
        public String kind() {
            return "gated";
        }

        @Override
        public Prepared prepare(ScoringInput input) {
            return new Input(input.dimension() == Dimension.DIMENSION_SAFETY ? 1 : 0, 1);
        }

        @Override
        public List<Verdict> score(List<Prepared> batch) throws InterruptedException {
            gate.acquire();
            batches.add(batch.size());
            return batch.stream().map(input -> score((Input) input)).toList();
        }

        private Verdict score(Input input) {
            if (input.number < 0) {
                throw new ScorerUnavailableException("away");
            }
            scored.add(input.number);
            return new Verdict.Scored(3, List.of(), input.number, false, 1);
        }

        @Override
        public void close() {}
    }
}
