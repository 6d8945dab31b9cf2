package io.flames.scoring.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.scoring.bench.BareRuntime.Timed;
import io.flames.scoring.bench.ServiceClient.Outcome;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Measures, in turns on the same pairs, the bare runtime, the reference way and services that run already. Called by
 * {@code flames bench scoring}, which starts the services; figures go to standard output as one JSON document, progress to
 * standard error.
 */
public final class ScoringBench {
    private static final int[] STREAMS = {1, 8, 64};
    private static final int SETTING_SAMPLE = 200;
    private static final int REPLICAS_IN_FLIGHT = 16;
    private static final int WARM_UP = 20_000;

    private final BenchOptions options;
    private final List<Pair> pairs;
    private final Series series = new Series();
    private double widestLogitDifference;

    private ScoringBench(BenchOptions options) throws Exception {
        this.options = options;
        this.pairs = Pair.read(options.data(), options.pairs(), options.seed());
    }

    public static void main(String[] args) throws Exception {
        try {
            System.out.println(new ScoringBench(BenchOptions.parse(args)).measure());
        } catch (IllegalArgumentException | IOException wrong) {
            System.err.println("bench scoring: " + wrong.getMessage());
            System.exit(2);
        }
    }

    private ObjectNode measure() throws Exception {
        try (var ceiling = new BareRuntime(pairs);
                var reference = new ReferenceWay(pairs, ceiling.inputs(), ceiling.heads());
                var service = new ServiceClient(options.service(), ServiceClient.requests(pairs));
                var replicas = new ReplicasClient(options.replicas(), ServiceClient.requests(pairs))) {
            say("choosing the bare runtime's setting");
            ceiling.chooseSetting(SETTING_SAMPLE)
                    .forEach(tried -> say("  %s: %.1f pairs/s".formatted(tried.setting(), tried.pairsPerSecond())));
            say("bare runtime: " + ceiling.setting() + "; warm-up, not counted");
            warmUp();
            ceiling.run();
            service.run(8);
            replicas.run(REPLICAS_IN_FLIGHT);
            for (int round = 1; round <= options.rounds(); round++) {
                round(round, ceiling, reference, service, replicas);
            }
            return document(ceiling);
        }
    }

    /** So that compilers are not at work while it counts: a service that has run for some minutes has got that far. */
    private void warmUp() throws Exception {
        var requests = ServiceClient.shortOnes(WARM_UP);
        try (var service = new ServiceClient(options.service(), requests);
                var replicas = new ReplicasClient(options.replicas(), requests)) {
            say("  %.0f short pairs/s".formatted(service.run(8).pairsPerSecond()));
            say("  %.0f short pairs/s, replicas"
                    .formatted(replicas.run(REPLICAS_IN_FLIGHT).pairsPerSecond()));
        }
    }

    private void round(
            int round, BareRuntime ceiling, ReferenceWay reference, ServiceClient service, ReplicasClient replicas)
            throws Exception {
        say("round " + round + " of " + options.rounds());
        var before = figure("ceiling", ceiling.run());
        series.add("tokenise_micros", ceiling.tokeniseMicros());
        double inference = Arrays.stream(before.nanos()).average().orElseThrow() / 1e3;
        series.add("tokenise_share", series.of("tokenise_micros").get(round - 1) / inference);
        figure("reference", reference.run());
        for (int streams : STREAMS) {
            var outcome = service.run(streams);
            figure("service_" + streams, outcome.pairsPerSecond());
            compare(before, outcome);
        }
        figure("replicas", replicas.run(REPLICAS_IN_FLIGHT).pairsPerSecond());
        latency(round, before, ceiling.setting().callers(), service, replicas);
        // A second look at the ceiling: a machine that drifts shows it here.
        figure("ceiling", ceiling.run());
    }

    /** At 70 % of the ceiling, with the same arrivals for the service, its replicas and the ideal queue. */
    private void latency(int round, Timed bare, int servers, ServiceClient service, ReplicasClient replicas)
            throws Exception {
        var arrivals = poisson(0.7 * bare.pairsPerSecond(), pairs.size(), options.seed() + round);
        var ideal = IdealQueue.latencies(arrivals, bare.nanos(), servers);
        series.add("ideal_p50_ms", Series.quantileMillis(ideal, 0.5));
        double idealP99 = Series.quantileMillis(ideal, 0.99);
        series.add("ideal_p99_ms", idealP99);
        var one = service.runAt(arrivals);
        add("service", one, idealP99);
        var several = replicas.runAt(arrivals);
        add("replicas", several, idealP99);
        double most =
                several.shares().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        double least =
                several.shares().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        series.add("replicas_load_spread", most - least);
        say("  p99 at 70 %% load: ideal %.0f ms, service %.0f ms, replicas %.0f ms, load spread %.1f %%"
                .formatted(
                        idealP99,
                        Series.quantileMillis(one.nanos(), 0.99),
                        Series.quantileMillis(several.nanos(), 0.99),
                        100 * (most - least)));
        compare(bare, several);
    }

    private void add(String name, Outcome outcome, double idealP99) {
        double p99 = Series.quantileMillis(outcome.nanos(), 0.99);
        series.add(name + "_p50_ms", Series.quantileMillis(outcome.nanos(), 0.5));
        series.add(name + "_p99_ms", p99);
        series.add(name + "_p99_of_ideal", p99 / idealP99);
    }

    private static long[] poisson(double perSecond, int count, long seed) {
        var random = new Random(seed);
        var arrivals = new long[count];
        double at = 0;
        for (int i = 0; i < count; i++) {
            at += -Math.log(1 - random.nextDouble()) / perSecond;
            arrivals[i] = (long) (at * 1e9);
        }
        return arrivals;
    }

    private Timed figure(String name, Timed timed) {
        figure(name, timed.pairsPerSecond());
        return timed;
    }

    private void figure(String name, double pairsPerSecond) {
        series.add(name, pairsPerSecond);
        say("  %-10s %6.1f pairs/s".formatted(name, pairsPerSecond));
    }

    /** Through the service each pair has the logits of the bare session. */
    private void compare(Timed bare, Outcome outcome) {
        for (int i = 0; i < pairs.size(); i++) {
            ScoreResult result = outcome.results().get(i);
            if (!result.hasScored()) {
                throw new IllegalStateException("pair " + i + " was not scored");
            }
            var probabilities = result.getScored().getProbabilitiesList();
            for (int c = 0; c < probabilities.size(); c++) {
                widestLogitDifference = Math.max(
                        widestLogitDifference, Math.abs(probabilities.get(c).getLogit() - bare.logits()[i][c]));
            }
        }
    }

    private ObjectNode document(BareRuntime ceiling) {
        var document = new ObjectMapper().createObjectNode();
        for (String name : series.names()) {
            document.put(name, rounded(series.median(name)));
        }
        for (String name : List.of("service_1", "service_8", "service_64", "replicas")) {
            document.put(name + "_of_ceiling", rounded(series.median(name) / series.median("ceiling")));
            document.put(name + "_of_reference", rounded(series.median(name) / series.median("reference")));
        }
        document.put("widest_logit_difference", widestLogitDifference);
        document.put("pairs", pairs.size());
        document.put("rounds", options.rounds());
        document.put(
                "mean_tokens",
                rounded(ceiling.inputs().stream()
                        .mapToInt(input -> input.tokens())
                        .average()
                        .orElseThrow()));
        document.put("bare_setting", ceiling.setting().toString());
        var spread = document.putObject("spread");
        for (String name : series.names()) {
            spread.putObject(name).put("min", rounded(series.least(name))).put("max", rounded(series.most(name)));
        }
        return document;
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    private static void say(String line) {
        System.err.println(String.format(Locale.ROOT, "%s", line));
    }
}
