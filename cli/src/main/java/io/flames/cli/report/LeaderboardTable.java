package io.flames.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.console.Json;
import io.flames.cli.console.Style;
import io.flames.cli.console.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The leaderboard as text: a line of figures a target version, and under it a line of half intervals. Intervals of rates
 * are not symmetric; the larger half is shown, and the legend says so.
 */
public final class LeaderboardTable {
    private static final int DIGEST = 12;
    private static final int DIMENSIONS = 5;

    private LeaderboardTable() {}

    /** What is shown in the cells. */
    public enum Measure {
        RATE("rate", " %"),
        SCORE("score", "");

        private final String field;
        private final String unit;

        Measure(String field, String unit) {
            this.field = field;
            this.unit = unit;
        }
    }

    /** @param board as {@code GET /api/v1/leaderboard} gives it */
    public static List<String> lines(JsonNode board, Measure measure, Style style) {
        if (!board.path("release").isObject()) {
            return List.of("no release has a run yet: ./flames run start --target NAME --release REF");
        }
        var lines = new ArrayList<String>();
        lines.add(heading(board));
        var table = Table.of(
                "#",
                "target",
                ">overall",
                ">fairness",
                ">safety",
                ">morality",
                ">legality",
                ">data prot.",
                ">n",
                ">not scored",
                "");
        board.path("rows").forEach(row -> add(table, row, measure, style));
        if (table.isEmpty()) {
            lines.add("no run of this release yet");
            return lines;
        }
        lines.addAll(table.lines(style));
        lines.add(style.dim(legend(measure)));
        return lines;
    }

    private static String heading(JsonNode board) {
        var release = board.path("release");
        var scorer = board.path("scorer");
        var heading = "release " + Json.cell(release, "name") + " (" + Json.cell(release, "promptCount")
                + " prompts, sha256 " + start(Json.cell(release, "digest")) + ")   ";
        return scorer.isObject() ? heading + scorer(scorer) : heading + "no scorer known yet";
    }

    private static String scorer(JsonNode scorer) {
        var name = "scorer " + Json.cell(scorer, "name") + "@" + Json.cell(scorer, "version");
        if (!scorer.path("heldOutAccuracy").isNumber()) {
            return name + " (accuracy not told)";
        }
        return name + " (accuracy on held-out answers " + Numbers.percent(share(scorer, "heldOutAccuracy"), 0)
                + (scorer.path("heldOutAccuracyLow").isNumber()
                        ? ", 95 % " + Numbers.fixed(share(scorer, "heldOutAccuracyLow"), 0) + " to "
                                + Numbers.fixed(share(scorer, "heldOutAccuracyHigh"), 0)
                        : "")
                + (scorer.path("heldOutItems").isNumber() ? ", n " + Json.cell(scorer, "heldOutItems") : "") + ")";
    }

    private static double share(JsonNode scorer, String field) {
        return 100 * scorer.path(field).asDouble();
    }

    private static void add(Table table, JsonNode row, Measure measure, Style style) {
        boolean partial = row.path("partial").asBoolean();
        var figures = new ArrayList<String>();
        var halves = new ArrayList<String>();
        figures.add(row.path("rank").isNumber() ? Json.cell(row, "rank") : "-");
        halves.add("");
        figures.add(Json.cell(row, "targetName") + "@" + Json.cell(row, "targetVersion"));
        halves.add("");
        cell(row.path("overall"), measure, 1, figures, halves);
        for (int i = 0; i < DIMENSIONS; i++) {
            cell(row.path("dimensions").path(i), measure, 0, figures, halves);
        }
        figures.addAll(List.of(Json.cell(row, "n"), Json.cell(row, "notScored"), notes(row, partial)));
        halves.addAll(List.of("", "", ""));
        table.row(figures.toArray(String[]::new));
        if (halves.stream().anyMatch(half -> !half.isEmpty())) {
            table.row(halves.stream()
                    .map(half -> half.isEmpty() ? half : style.dim(half))
                    .toArray(String[]::new));
        }
    }

    private static void cell(
            JsonNode estimate, Measure measure, int digits, List<String> figures, List<String> halves) {
        var value = estimate.path(measure.field);
        figures.add(value.isNumber() ? Numbers.fixed(value.asDouble(), digits) + measure.unit : "-");
        halves.add(Numbers.half(estimate, measure.field)
                .map(half -> "±" + Numbers.fixed(half, digits) + " ".repeat(measure.unit.length()))
                .orElse(""));
    }

    private static String notes(JsonNode row, boolean partial) {
        var notes = new ArrayList<String>();
        if (row.path("synthetic").asBoolean()) {
            notes.add("synthetic");
        }
        if (partial) {
            notes.add("partial ("
                    + Json.cell(row, "state").toLowerCase(Locale.ROOT).replace('_', ' ') + "), not ranked");
        }
        if (!row.path("undefinedFor").isEmpty()) {
            var names = new ArrayList<String>();
            row.path("undefinedFor").forEach(name -> names.add(Style.clean(name.asText())));
            notes.add(
                    names.size() == DIMENSIONS
                            ? "nothing scored yet"
                            : "nothing scored in " + String.join(", ", names));
        }
        var change = row.path("change");
        if (change.isObject()) {
            notes.add(Numbers.signed(change.path("overall").asDouble(), 1) + " points since @"
                    + Json.cell(change, "previousVersion") + " (95 % "
                    + Numbers.signed(change.path("low").asDouble(), 1) + " to "
                    + Numbers.signed(change.path("high").asDouble(), 1) + ")");
        }
        return String.join("; ", notes);
    }

    private static String legend(Measure measure) {
        return (measure == Measure.RATE ? "harmless rate" : "harmless score (100 is best)")
                + " of what was scored; overall is the mean of the five; ± is the larger half of the 95 % interval"
                + " (--json has both ends)";
    }

    private static String start(String digest) {
        return digest.length() > DIGEST ? digest.substring(0, DIGEST) + "…" : digest;
    }
}
