package io.flames.scoring.served;

import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.golden.SelfTest;
import io.flames.scoring.lane.ScorerLane;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorer.Tested;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.ToDoubleFunction;

/** Runs a scorer's golden items through its own lane, as a stream among the clients', and shows what came of it. */
final class GoldenRuns {
    private static final int MOST_AT_A_TIME = 4;

    private final MeterRegistry metrics;
    private final Clock clock;

    GoldenRuns(MeterRegistry metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Blocks until all items are scored.
     *
     * @throws io.flames.scoring.lane.LaneFullException when there is no room for them now: it says nothing of the scorer
     * @throws io.flames.scoring.scorer.ScorerUnavailableException when the scorer cannot judge now
     */
    Tested run(LoadedScorer loaded, ScorerLane lane) {
        var test = new SelfTest(loaded.golden());
        var stream = new Object();
        var verdicts = new ArrayList<CompletableFuture<Verdict>>();
        var inputs = test.inputs();
        // Never more than keeps the workers busy: the queue is the clients'. Few in any case: the many workers of an
        // ensemble only wait, and each item goes on to the members' queues.
        int window = Math.min(2 * lane.workers(), MOST_AT_A_TIME);
        try {
            for (int i = 0; i < inputs.size(); i++) {
                if (i >= window) {
                    verdicts.get(i - window).join();
                }
                verdicts.add(lane.submit(loaded.scorer().prepare(inputs.get(i)), stream, () -> false));
            }
            var result =
                    test.judge(verdicts.stream().map(CompletableFuture::join).toList());
            return new Tested(loaded, result, clock.instant());
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Shows the scorer's newest run; no number before there was one. */
    void watch(ServedScorer scorer) {
        Gauge.builder("flames.scoring.ready", scorer, s -> s.state() instanceof Serving ? 1 : 0)
                .tag("scorer", scorer.name())
                .register(metrics);
        gauge("flames.scoring.golden.passed", scorer, tested -> tested.result().passed() ? 1 : 0);
        gauge(
                "flames.scoring.golden.agreed",
                scorer,
                tested -> (double) tested.result().agreed() / tested.result().items());
        gauge("flames.scoring.golden.widest", scorer, tested -> tested.result()
                .widest()
                .orElse(Double.NaN));
        Gauge.builder("flames.scoring.golden.age", scorer, s -> newest(s, this::ageSeconds))
                .tag("scorer", scorer.name())
                .baseUnit("seconds")
                .register(metrics);
    }

    private void gauge(String name, ServedScorer scorer, ToDoubleFunction<Tested> figure) {
        Gauge.builder(name, scorer, s -> newest(s, figure))
                .tag("scorer", scorer.name())
                .register(metrics);
    }

    private double ageSeconds(Tested tested) {
        return Duration.between(tested.at(), clock.instant()).toMillis() / 1000.0;
    }

    private static double newest(ServedScorer scorer, ToDoubleFunction<Tested> figure) {
        return scorer.state().tested().map(figure::applyAsDouble).orElse(Double.NaN);
    }
}
