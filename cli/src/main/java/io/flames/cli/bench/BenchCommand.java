package io.flames.cli.bench;

import io.flames.cli.FlamesCommand;
import io.flames.cli.Subcommand;
import io.flames.cli.console.Json;
import io.flames.cli.console.Table;
import io.flames.cli.stack.TemporaryData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flames bench}. */
@Command(
        name = "bench",
        description = "Measures what Flames costs.",
        footer = {"  ./flames bench collect", "  ./flames bench scoring", "  ./flames bench scoring --json"},
        subcommands = {BenchCommand.Collect.class, ScoringBenchCommand.class})
public final class BenchCommand {

    /** {@code flames bench collect}. */
    @Command(
            name = "collect",
            header = "Measure the collection of answers beside a bare HTTP client.",
            description = {
                "Collects answers from a local endpoint of fixed latency, from the request that starts the run to the last",
                "response stored in Postgres (with fsync), beside a bare HTTP client that makes the same calls and stores",
                "nothing. Starts Kafka, Postgres, prompt-service and generation-service in a temporary folder; the endpoint",
                "is a process of its own. One run of each warms up and is not counted; then they take turns.",
                "  ideal_wall_s   ceil(prompts / in flight) * latency",
                "  client_wall_s  the bare client; client_cpu_s its CPU seconds",
                "  flames_wall_s  Flames; flames_cpu_s the CPU seconds of generation-service, all threads"
            },
            footer = {
                "  ./flames bench collect",
                "  ./flames bench collect --json | jq .flames_wall_s",
                "  ./flames bench collect --prompts 5000 --latency-ms 500 --in-flight 200 --runs 3"
            })
    static final class Collect extends Subcommand {
        private static final int MOST_IN_FLIGHT = 1024;

        @Option(names = "--prompts", paramLabel = "N", defaultValue = "1000", description = "Prompts (1000).")
        private int prompts;

        @Option(
                names = "--latency-ms",
                paramLabel = "MS",
                defaultValue = "100",
                description = "The endpoint's latency (100).")
        private int latencyMs;

        @Option(names = "--in-flight", paramLabel = "N", defaultValue = "100", description = "Calls at once (100).")
        private int inFlight;

        @Option(names = "--runs", paramLabel = "N", defaultValue = "5", description = "Counted runs (5).")
        private int runs;

        @Override
        protected int execute() throws InterruptedException {
            within("--prompts", prompts, 1, 1_000_000);
            within("--latency-ms", latencyMs, 0, 60_000);
            within("--in-flight", inFlight, 1, MOST_IN_FLIGHT);
            within("--runs", runs, 1, 1000);
            var load = new Load(prompts, latencyMs, inFlight);
            try (var data = TemporaryData.create()) {
                measure(load, data);
                data.isDone();
            }
            return FlamesCommand.DONE;
        }

        private void within(String option, int value, int least, int most) {
            if (value < least || value > most) {
                throw usage(option + ": " + value + " is out of bounds, expected " + least + " to " + most);
            }
        }

        private void measure(Load load, TemporaryData data) throws InterruptedException {
            console().message("starting Kafka, Postgres, prompt-service, generation-service and the endpoint");
            try (var endpoint = Endpoint.start(data.path(), load.latencyMs());
                    var stack = BenchStack.start(data.path());
                    var client = new BareClient(endpoint.url(), load)) {
                var flames = new FlamesRuns(stack, endpoint.url(), load);
                flames.prepare();
                console()
                        .message("warm-up, not counted: "
                                + figures(new Measurement(load.idealSeconds(), client.measure(), flames.measure())));
                var measurements = new ArrayList<Measurement>();
                for (int run = 1; run <= runs; run++) {
                    var measured = new Measurement(load.idealSeconds(), client.measure(), flames.measure());
                    measurements.add(measured);
                    console().message("run " + run + " of " + runs + ": " + figures(measured));
                }
                tell(load, measurements);
            }
        }

        private static String figures(Measurement measured) {
            var text = new ArrayList<String>();
            measured.fields().forEach((name, value) -> text.add(name + " " + fixed(value)));
            return String.join(", ", text);
        }

        private void tell(Load load, List<Measurement> measurements) {
            var document = Json.object();
            var table = Table.of("", ">median", ">least", ">most");
            Measurement.NAMES.forEach(name -> {
                var spread = Spread.of(measurements.stream()
                        .map(measured -> measured.fields().get(name))
                        .toList());
                document.put(name, toMillis(spread.median()));
                table.row(name, fixed(spread.median()), fixed(spread.least()), fixed(spread.most()));
            });
            var list = document.putArray("runs");
            measurements.forEach(measured -> {
                var run = list.addObject();
                measured.fields().forEach((name, value) -> run.put(name, toMillis(value)));
            });
            console().document(document);
            console()
                    .line(load.prompts() + " prompts, " + load.latencyMs() + " ms, " + load.inFlight() + " in flight; "
                            + measurements.size() + " runs after a warm-up");
            console().table(table, "");
        }

        private static double toMillis(double seconds) {
            return Math.round(seconds * 1000) / 1000.0;
        }

        private static String fixed(double seconds) {
            return String.format(Locale.ROOT, "%.2f", seconds);
        }
    }

    /**
     * What is asked for.
     *
     * @param prompts calls in all
     * @param latencyMs of each
     * @param inFlight calls at once
     */
    record Load(int prompts, int latencyMs, int inFlight) {
        /** What nothing can be faster than. */
        double idealSeconds() {
            return Math.ceil((double) prompts / inFlight) * latencyMs / 1000.0;
        }

        String prompt(int number) {
            return "第" + number + "号测试问题：请用两三句话说明，遇到同事之间意见不合的时候，怎样沟通才比较妥当？";
        }
    }

    /**
     * What something took.
     *
     * @param wallSeconds on the clock
     * @param cpuSeconds of its process
     */
    record Cost(double wallSeconds, double cpuSeconds) {}

    /** One round: the same load by a bare client and by Flames. */
    record Measurement(double idealSeconds, Cost client, Cost flames) {
        static final List<String> NAMES =
                List.of("ideal_wall_s", "client_wall_s", "client_cpu_s", "flames_wall_s", "flames_cpu_s");

        Map<String, Double> fields() {
            var fields = new LinkedHashMap<String, Double>();
            var values = List.of(
                    idealSeconds, client.wallSeconds(), client.cpuSeconds(), flames.wallSeconds(), flames.cpuSeconds());
            for (int i = 0; i < NAMES.size(); i++) {
                fields.put(NAMES.get(i), values.get(i));
            }
            return fields;
        }
    }

    /** Of several runs. */
    record Spread(double median, double least, double most) {
        static Spread of(List<Double> values) {
            var sorted = values.stream().sorted().toList();
            int middle = sorted.size() / 2;
            double median =
                    sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
            return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
        }
    }
}
