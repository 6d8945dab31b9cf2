package io.flames.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.CliException;
import io.flames.cli.FlamesCommand;
import io.flames.cli.Subcommand;
import io.flames.cli.console.Json;
import io.flames.cli.console.Table;
import io.flames.cli.score.ScoringProcess;
import io.flames.cli.scorer.ScoringTool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flames bench scoring}. */
@Command(
        name = "scoring",
        header = "Measure scoring beside the bare runtime.",
        description = {
            "Scores the same pairs in turns, by the bare runtime and by scoring-service over real gRPC connections, all with",
            "the shipped scorer on this machine's processors. Starts three scorers of its own: one with all processors, and",
            "two replicas that share them. Figures are pairs a second, medians over the rounds.",
            "  ceiling     bare ONNX Runtime sessions in a loop, the best setting found, tokenised before",
            "  reference   the way of the benchmark's script: batches of 16 in arrival order, padded, whole output",
            "  service_N   scoring-service, N streams at once",
            "  replicas    two replicas behind the client that the dispatcher and `flames score` use",
            "  *_p99_ms    from request to result with arrivals at random (Poisson) at 70 %% of the ceiling: an ideal queue",
            "              (simulated, same arrivals, the bare runtime's times), the service, two replicas behind a client",
            "  replicas_load_spread   difference of the two replicas' shares of the pairs",
            "  tokenise_share          time of tokenising a pair, as a share of its inference",
            "  widest_logit_difference   between the service and the bare runtime, over all pairs"
        },
        footer = {
            "  ./flames bench scoring                        about 8 minutes on 2 cores",
            "  ./flames bench scoring --pairs 200 --rounds 2",
            "  ./flames bench scoring --json | jq '{ceiling, reference, service_8}'",
            "  ./flames bench scoring --data answers.jsonl   pairs of your own: dimension, prompt, response a line"
        })
final class ScoringBenchCommand extends Subcommand {
    private static final String MAIN = "io.flames.scoring.bench.ScoringBench";
    private static final List<String> RATES =
            List.of("ceiling", "reference", "service_1", "service_8", "service_64", "replicas");
    private static final List<String> TIMES = List.of(
            "ideal_p50_ms",
            "ideal_p99_ms",
            "service_p50_ms",
            "service_p99_ms",
            "service_p99_of_ideal",
            "replicas_p50_ms",
            "replicas_p99_ms",
            "replicas_p99_of_ideal",
            "replicas_load_spread");

    @Option(names = "--pairs", paramLabel = "N", defaultValue = "1000", description = "Pairs (1000).")
    private int pairs;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Counted rounds (3).")
    private int rounds;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Pairs, JSON lines, or a folder of them (the scorer's own training texts).")
    private @Nullable Path data;

    @Override
    protected int execute() throws IOException, InterruptedException {
        within("--pairs", pairs, 10, 100_000);
        within("--rounds", rounds, 1, 100);
        console().message("starting three scorers");
        int processors = Runtime.getRuntime().availableProcessors();
        try (var service = ScoringProcess.start();
                var first = ScoringProcess.start(workers(Math.max(1, processors / 2)));
                var second = ScoringProcess.start(workers(Math.max(1, processors / 2)))) {
            var arguments = new ArrayList<>(List.of(
                    "--service",
                    service.address(),
                    "--replicas",
                    first.address() + "," + second.address(),
                    "--pairs",
                    String.valueOf(pairs),
                    "--rounds",
                    String.valueOf(rounds)));
            arguments.addAll(List.of("--data", data == null ? ScoringTool.trainingTexts() : data.toString()));
            tell(document(ScoringTool.output(MAIN, "1g", arguments)));
            List.of(service, first, second).forEach(ScoringProcess::closeAndForget);
        }
        return FlamesCommand.DONE;
    }

    private void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw usage(option + ": " + value + " is out of bounds, expected " + least + " to " + most);
        }
    }

    private static Map<String, String> workers(int count) {
        return Map.of("FLAMES_SCORING_WORKERS", String.valueOf(count));
    }

    private static JsonNode document(String output) {
        try {
            return Json.parse(output);
        } catch (IOException e) {
            throw new CliException("the benchmark printed no JSON document", e);
        }
    }

    private void tell(JsonNode document) {
        console().document(document);
        var rates = Table.of("pairs/s", ">median", ">least", ">most", ">of ceiling", ">of reference");
        double ceiling = document.path("ceiling").asDouble();
        double reference = document.path("reference").asDouble();
        RATES.forEach(name -> rates.row(
                name,
                fixed(document.path(name)),
                fixed(spread(document, name, "min")),
                fixed(spread(document, name, "max")),
                ratio(document.path(name).asDouble() / ceiling),
                ratio(document.path(name).asDouble() / reference)));
        console().table(rates, "");
        var times = Table.of("at 70 % load", ">median", ">least", ">most");
        TIMES.forEach(name -> times.row(
                name,
                fixed(document.path(name)),
                fixed(spread(document, name, "min")),
                fixed(spread(document, name, "max"))));
        console().table(times, "");
        console()
                .line(document.path("pairs").asInt() + " pairs of "
                        + document.path("mean_tokens").asLong()
                        + " tokens on average, " + document.path("rounds").asInt() + " rounds; tokenising "
                        + fixed(document.path("tokenise_micros")) + " microseconds a pair, "
                        + document.path("tokenise_share").asText() + " of inference; bare runtime: "
                        + document.path("bare_setting").asText() + "; widest logit difference "
                        + document.path("widest_logit_difference").asText());
    }

    private static JsonNode spread(JsonNode document, String name, String end) {
        return document.path("spread").path(name).path(end);
    }

    private static String fixed(JsonNode value) {
        return String.format(Locale.ROOT, "%.3f", value.asDouble());
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
