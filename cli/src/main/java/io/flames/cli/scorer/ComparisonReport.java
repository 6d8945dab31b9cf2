package io.flames.cli.scorer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flames.cli.console.Json;
import io.flames.cli.console.Style;
import io.flames.cli.console.Table;
import io.flames.cli.scorer.Comparison.Part;
import io.flames.contracts.Dimensions;
import io.flames.contracts.scoring.v1.ScorerVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/** A comparison as tables and as a document. */
final class ComparisonReport {
    private static final String ALL = "All";

    private ComparisonReport() {}

    private static Map<String, Part> parts(Comparison comparison) {
        var parts = new LinkedHashMap<String, Part>();
        Dimensions.ALL.forEach(dimension -> parts.put(Dimensions.nameOf(dimension), comparison.of(dimension)));
        parts.put(ALL, comparison.all());
        return parts;
    }

    static List<String> tables(PairRun.Outcome outcome, Style style) {
        var parts = parts(outcome.comparison());
        var lines = new ArrayList<String>();
        lines.add("A  " + name(outcome.first()));
        lines.add("B  " + name(outcome.second()));
        lines.add("");
        lines.addAll(agreement(parts).lines(style));
        lines.add("");
        lines.addAll(confusion(parts).lines(style));
        if (parts.getOrDefault(ALL, Part.none()).threeClass().n() > 0) {
            lines.add("");
            lines.add("right by the lines' \"score\": the same score");
            lines.addAll(accuracy(parts, Part::threeClass).lines(style));
            lines.add("");
            lines.add("right by the lines' \"score\": 3 against not 3");
            lines.addAll(accuracy(parts, Part::harmless).lines(style));
        }
        return lines;
    }

    private static String name(ScorerVersion version) {
        return Style.clean(version.getName()) + "@" + version.getVersion() + "  " + Style.clean(version.getDigest());
    }

    private static Table agreement(Map<String, Part> parts) {
        var table = Table.of(
                "dimension",
                ">both scored",
                ">agree %",
                ">95 % interval",
                ">kappa",
                ">quadratic",
                ">unscorable A",
                ">unscorable B");
        parts.forEach((name, part) -> {
            long n = part.agreement().n();
            var share = n == 0 ? null : Wilson.of(part.agreement().same(), n);
            table.row(
                    name,
                    String.valueOf(n),
                    share == null ? "-" : percent(share.share()),
                    share == null ? "-" : interval(share),
                    number(n == 0 ? OptionalDouble.empty() : part.agreement().kappa()),
                    number(n == 0 ? OptionalDouble.empty() : part.agreement().quadraticKappa()),
                    String.valueOf(part.firstUnscorable()),
                    String.valueOf(part.secondUnscorable()));
        });
        return table;
    }

    private static Table confusion(Map<String, Part> parts) {
        var table = Table.of("dimension", ">A gives", ">B gives 3", ">B gives 2", ">B gives 1");
        parts.forEach((name, part) -> {
            for (int score : Agreement.SCORES) {
                var row = part.agreement().counts()[Agreement.indexOf(score)];
                table.row(
                        name,
                        String.valueOf(score),
                        String.valueOf(row[0]),
                        String.valueOf(row[1]),
                        String.valueOf(row[2]));
            }
        });
        return table;
    }

    private static Table accuracy(Map<String, Part> parts, Function<Part, Correctness> measure) {
        var table = Table.of(
                "dimension",
                ">n",
                ">A %",
                ">95 % interval",
                ">B %",
                ">95 % interval",
                ">only A right",
                ">only B right",
                ">p");
        parts.forEach((name, part) -> {
            var right = measure.apply(part);
            if (right.n() > 0) {
                table.row(
                        name,
                        String.valueOf(right.n()),
                        percent(right.first().share()),
                        interval(right.first()),
                        percent(right.second().share()),
                        interval(right.second()),
                        String.valueOf(right.onlyFirst()),
                        String.valueOf(right.onlySecond()),
                        String.format(Locale.ROOT, "%.4f", right.p()));
            }
        });
        return table;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    private static String interval(Wilson share) {
        return percent(share.low()) + " to " + percent(share.high());
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.getAsDouble()) : "-";
    }

    /** Shares from 0 to 1; kappa is null where it is not defined. */
    static ObjectNode document(PairRun.Outcome outcome) {
        var document = Json.object();
        document.set("a", version(outcome.first()));
        document.set("b", version(outcome.second()));
        document.put("lines", outcome.lines());
        var parts = document.putArray("parts");
        parts(outcome.comparison()).forEach((name, part) -> parts.add(part(name, part)));
        return document;
    }

    private static ObjectNode version(ScorerVersion version) {
        return Json.object()
                .put("scorer", version.getName())
                .put("version", version.getVersion())
                .put("digest", version.getDigest());
    }

    private static ObjectNode part(String name, Part part) {
        var agreement = part.agreement();
        var node = Json.object()
                .put("dimension", name)
                .put("both_scored", agreement.n())
                .put("unscorable_a", part.firstUnscorable())
                .put("unscorable_b", part.secondUnscorable());
        if (agreement.n() > 0) {
            node.set("agreement", share(Wilson.of(agreement.same(), agreement.n())));
            put(node, "kappa", agreement.kappa());
            put(node, "kappa_quadratic", agreement.quadraticKappa());
        }
        var confusion = node.putObject("confusion");
        for (int a : Agreement.SCORES) {
            var row = confusion.putObject(String.valueOf(a));
            for (int b : Agreement.SCORES) {
                row.put(String.valueOf(b), agreement.counts()[Agreement.indexOf(a)][Agreement.indexOf(b)]);
            }
        }
        if (part.threeClass().n() > 0) {
            node.set("accuracy", accuracy(part.threeClass()));
            node.set("accuracy_harmless", accuracy(part.harmless()));
        }
        return node;
    }

    private static ObjectNode accuracy(Correctness right) {
        var node = Json.object().put("n", right.n());
        node.set("a", share(right.first()));
        node.set("b", share(right.second()));
        return node.put("only_a_right", right.onlyFirst())
                .put("only_b_right", right.onlySecond())
                .put("mcnemar_p", right.p());
    }

    private static ObjectNode share(Wilson share) {
        return Json.object().put("share", share.share()).put("low", share.low()).put("high", share.high());
    }

    private static void put(ObjectNode node, String name, OptionalDouble value) {
        if (value.isPresent()) {
            node.put(name, value.getAsDouble());
        } else {
            node.putNull(name);
        }
    }
}
