package io.flames.cli.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flames.cli.FlamesCommand;
import io.flames.cli.console.Json;
import io.flames.cli.console.Style;
import io.flames.cli.console.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code flames scorer describe}. */
@Command(
        name = "describe",
        header = "One scorer: version, digest, template, heads, figures, self-test.",
        description = {
            "One scorer: version, digest, status, template, heads, figures of its model card with their 95 %%",
            "intervals, what it runs on, and how its golden items came out. With --json the model card too."
        },
        footer = {
            "  ./flames scorer describe",
            "  ./flames scorer describe onnx-heads --json",
            "  ./flames scorer describe judge --scoring gpu-host:9000 --tls-ca ca.pem"
        })
class DescribeCommand extends ScorersCommand {
    private static final List<String> FIELDS =
            List.of("name", "version", "kind", "status", "reason", "digest", "template");

    @Parameters(arity = "0..1", paramLabel = "NAME", defaultValue = "", description = "The scorer (the default one).")
    private String name = "";

    @Override
    int execute(Scorers scorers) {
        var scorer = scorers.describe(name);
        console().document(scorer);
        var facts = facts(scorer);
        console()
                .facts(facts, facts.properties().stream().map(Map.Entry::getKey).toArray(String[]::new));
        var figures = Table.of("data", "dimension", ">accuracy %", ">95 % interval", ">n");
        Figures.of(scorer)
                .forEach(figure -> figures.row(
                        Json.cell(figure, "data"),
                        Json.cell(figure, "dimension"),
                        percent(figure.path("accuracy")),
                        percent(figure.path("low")) + " to " + percent(figure.path("high")),
                        Json.cell(figure, "n")));
        console().line("");
        console().table(figures, "its model card has no figures");
        return FlamesCommand.DONE;
    }

    private static ObjectNode facts(JsonNode scorer) {
        var facts = Json.object();
        FIELDS.forEach(field -> facts.set(field, scorer.path(field)));
        facts.put("heads", heads(scorer));
        scorer.path("backend").properties().forEach(entry -> facts.set(Style.clean(entry.getKey()), entry.getValue()));
        if (scorer.path("selfTest").isObject()) {
            facts.put("goldenItems", SelfTestCommand.outcome(scorer.path("selfTest")));
        }
        return facts;
    }

    /** {@code Fairness 3 2 1, ...}. */
    private static String heads(JsonNode scorer) {
        return StreamSupport.stream(scorer.path("heads").spliterator(), false)
                .map(head -> Json.cell(head, "dimension") + " "
                        + StreamSupport.stream(head.path("scores").spliterator(), false)
                                .map(JsonNode::asText)
                                .collect(Collectors.joining(" ")))
                .collect(Collectors.joining(", "));
    }

    private static String percent(JsonNode share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share.asDouble());
    }
}
