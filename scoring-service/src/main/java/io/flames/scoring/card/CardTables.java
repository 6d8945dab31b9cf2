package io.flames.scoring.card;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A model card's figures as rows for the page. */
final class CardTables {
    private CardTables() {}

    /** A row a dimension, then one for all. */
    static List<FigureRow> figures(JsonNode report) {
        var rows = new ArrayList<FigureRow>();
        for (Dimension dimension : Dimensions.ALL) {
            String name = Dimensions.nameOf(dimension);
            rows.add(row(name, name(dimension), report.path("byDimension").path(name)));
        }
        rows.add(row("All", "全部", report.path("overall")));
        return rows;
    }

    static List<ConfusionTable> confusion(JsonNode report) {
        return Dimensions.ALL.stream()
                .map(dimension -> confusion(
                        dimension,
                        report.path("byDimension")
                                .path(Dimensions.nameOf(dimension))
                                .path("confusion")))
                .toList();
    }

    static List<CountRow> counts(JsonNode counts) {
        return Dimensions.ALL.stream()
                .map(dimension -> new CountRow(
                        Dimensions.nameOf(dimension),
                        name(dimension),
                        counts.path(Dimensions.nameOf(dimension)).path("3").asText("–"),
                        counts.path(Dimensions.nameOf(dimension)).path("2").asText("–"),
                        counts.path(Dimensions.nameOf(dimension)).path("1").asText("–")))
                .toList();
    }

    /** The scores that each dimension knows, the same for every scorer. */
    static List<HeadRow> heads() {
        return Dimensions.ALL.stream()
                .map(dimension -> new HeadRow(
                        Dimensions.nameOf(dimension),
                        name(dimension),
                        Dimensions.scoresOf(dimension).stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(", "))))
                .toList();
    }

    private static FigureRow row(String en, String zh, JsonNode figures) {
        var accuracy = figures.path("accuracy");
        var two = figures.path("twoClass");
        return new FigureRow(
                en,
                zh,
                figures.path("n").asInt(),
                percent(accuracy.path("share")),
                percent(accuracy.path("low")) + "–" + percent(accuracy.path("high")),
                percent(two.path("share")),
                percent(two.path("low")) + "–" + percent(two.path("high")),
                number(figures.path("macroF1")),
                number(figures.path("calibrationError")));
    }

    private static ConfusionTable confusion(Dimension dimension, JsonNode confusion) {
        var scores = Dimensions.scoresOf(dimension);
        var rows = new ArrayList<ConfusionRow>();
        for (int authored : scores) {
            JsonNode counts = confusion.path(String.valueOf(authored));
            int total = scores.stream()
                    .mapToInt(given -> counts.path(String.valueOf(given)).asInt())
                    .sum();
            rows.add(new ConfusionRow(
                    authored,
                    scores.stream()
                            .map(given ->
                                    cell(counts.path(String.valueOf(given)).asInt(), total, given == authored))
                            .toList()));
        }
        return new ConfusionTable(Dimensions.nameOf(dimension), name(dimension), scores, rows);
    }

    private static Cell cell(int count, int total, boolean right) {
        return new Cell(count, total == 0 ? 0 : Math.round(100f * count / total), right);
    }

    private static String percent(JsonNode share) {
        return String.format(Locale.ROOT, "%.1f", share.asDouble() * 100);
    }

    private static String number(JsonNode value) {
        return String.format(Locale.ROOT, "%.3f", value.asDouble());
    }

    static String name(Dimension dimension) {
        return switch (dimension) {
            case DIMENSION_FAIRNESS -> "公平";
            case DIMENSION_SAFETY -> "安全";
            case DIMENSION_MORALITY -> "道德";
            case DIMENSION_LEGALITY -> "合法";
            case DIMENSION_DATA_PROTECTION -> "数据保护";
            case DIMENSION_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }

    /** Figures as text, shares in per cent. */
    record FigureRow(
            String en,
            String zh,
            int n,
            String accuracy,
            String interval,
            String twoClass,
            String twoClassInterval,
            String macroF1,
            String calibrationError) {}

    record CountRow(String en, String zh, String harmless, String borderline, String harmful) {}

    /** @param scores highest first, with commas */
    record HeadRow(String en, String zh, String scores) {}

    /** @param scores the columns */
    record ConfusionTable(String en, String zh, List<Integer> scores, List<ConfusionRow> rows) {}

    record ConfusionRow(int authored, List<Cell> cells) {}

    /**
     * @param percent of the row
     * @param right the authored score was given
     */
    record Cell(int count, int percent, boolean right) {}
}
