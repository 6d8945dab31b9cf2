package io.flames.scoring.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flames.scoring.lane.LaneMetrics;
import io.flames.scoring.lane.LaneShape;
import io.flames.scoring.lane.ScorerLane;
import io.flames.scoring.scorer.Digest;
import io.flames.scoring.scorer.Prepared;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.scorer.ScorerIdentity;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.Reason;
import io.flames.scoring.scorer.Verdict.Unscorable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a scorer has another do, in that one's own lane. */
class PeerWorkTest {
    private final Gated scorer = new Gated();
    private final ScorerLane lane = new ScorerLane(
            scorer,
            LaneShape.alone(1),
            new ScorerLane.Bounds(10, 1_000_000),
            new LaneMetrics(new SimpleMeterRegistry(), "gated"));

    @AfterEach
    void close() {
        scorer.gate.release(100);
        lane.close();
    }

    @Test
    void cancelledWorkIsNotScored() throws Exception {
        var running = PeerWork.submit(lane, new Numbered(1), this);
        await().until(() -> scorer.begun.size() == 1);
        var cancelled = PeerWork.submit(lane, new Numbered(2), this);
        var last = PeerWork.submit(lane, new Numbered(3), this);

        cancelled.cancel(false);
        scorer.gate.release(100);

        assertThat(running.get(5, TimeUnit.SECONDS)).isEqualTo(verdict(1));
        assertThat(last.get(5, TimeUnit.SECONDS)).isEqualTo(verdict(3));
        assertThat(scorer.begun).containsExactly(1, 3);
    }

    private static Verdict verdict(int number) {
        return new Unscorable(Reason.NO_VERDICT, "number " + number);
    }

    private record Numbered(int number) implements Prepared {
        @Override
        public int tokens() {
            return 1;
        }

        @Override
        public long bytes() {
            return 1;
        }
    }

    /** Waits for a permit an input. */
    private static final class Gated implements Scorer {
        private final Semaphore gate = new Semaphore(0);
        private final List<Integer> begun = new CopyOnWriteArrayList<>();

        @Override
        public ScorerIdentity identity() {
            return new ScorerIdentity(
                    "gated", 1, new Digest().part("test", "gated").hex());
        }

        @Override
        public String kind() {
            return "gated";
        }

        @Override
        public Prepared prepare(ScoringInput input) {
            throw new UnsupportedOperationException("the test prepares");
        }

        @Override
        public List<Verdict> score(List<Prepared> batch) throws InterruptedException {
            for (Prepared input : batch) {
                begun.add(((Numbered) input).number);
                gate.acquire();
            }
            return batch.stream()
                    .map(input -> verdict(((Numbered) input).number))
                    .toList();
        }

        @Override
        public void close() {}
    }
}
