package io.flames.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.console.DisplayWidth;
import io.flames.cli.console.Json;
import io.flames.cli.console.Style;
import io.flames.cli.console.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One run as text: its lineage, where it stands, its outcomes, and a line a dimension. */
final class RunReport {
    private static final int LABEL = 12;

    private RunReport() {}

    /** @param report as {@code GET /api/v1/reports/runs/{id}} gives it */
    static List<String> lines(JsonNode report, Style style) {
        var run = report.path("run");
        var lines = new ArrayList<String>();
        facts(run).forEach((label, text) -> lines.add(style.dim(DisplayWidth.padRight(label, LABEL)) + text));
        lines.add("");
        var table = Table.of(
                "dimension",
                ">rate",
                "95 %",
                ">score",
                "95 %",
                ">n",
                ">scored",
                ">not scored",
                "rate if unscored were bad/good");
        var figures = report.path("figures");
        row(table, "Overall", figures.path("overall"), figures);
        figures.path("dimensions").forEach(each -> row(table, Json.cell(each, "dimension"), each, each));
        lines.addAll(table.lines(style));
        return lines;
    }

    private static Map<String, String> facts(JsonNode run) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("run", Json.cell(run, "id"));
        facts.put(
                "target",
                Json.cell(run, "target") + "@" + Json.cell(run, "targetVersion")
                        + (run.path("synthetic").asBoolean() ? " (synthetic)" : "") + ", model "
                        + Json.cell(run, "model")
                        + ", digest " + Json.cell(run, "targetDigest"));
        facts.put("release", Json.cell(run, "release") + ", digest " + Json.cell(run, "releaseDigest"));
        facts.put(
                "state",
                Json.cell(run, "state")
                        + (run.path("partial").asBoolean() ? " (partial)" : "")
                        + (Json.cell(run, "reason").equals("-") ? "" : ": " + Json.cell(run, "reason")));
        facts.put(
                "responses",
                Json.cell(run, "collected") + " of " + Json.cell(run, "expected") + " collected, "
                        + Json.cell(run, "scored") + " scored, " + Json.cell(run, "unscorable") + " unscorable, "
                        + Json.cell(run, "waiting") + " waiting");
        facts.put("outcomes", outcomes(run.path("outcomes")));
        facts.put("started", Json.time(run, "startedAt") + ", ended " + Json.time(run, "endedAt"));
        return facts;
    }

    private static String outcomes(JsonNode outcomes) {
        var parts = new ArrayList<String>();
        outcomes.properties().forEach(outcome -> {
            if (outcome.getValue().asLong() > 0) {
                parts.add(
                        Style.clean(outcome.getKey()) + " " + outcome.getValue().asLong());
            }
        });
        return parts.isEmpty() ? "none yet" : String.join(", ", parts);
    }

    private static void row(Table table, String name, JsonNode estimate, JsonNode counts) {
        table.row(
                name,
                figure(estimate, "rate", " %"),
                Numbers.interval(estimate, "rateLow", "rateHigh"),
                figure(estimate, "score", ""),
                Numbers.interval(estimate, "scoreLow", "scoreHigh"),
                Json.cell(counts, "n"),
                Json.cell(counts, "scored"),
                Json.cell(counts, "notScored"),
                Numbers.interval(estimate, "lowerBound", "upperBound"));
    }

    private static String figure(JsonNode estimate, String field, String unit) {
        var value = estimate.path(field);
        return value.isNumber() ? Numbers.fixed(value.asDouble(), 1) + unit : "-";
    }
}
