package io.flames.scoring.train;

import io.flames.scoring.train.Figures.Share;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tables that model cards for people share, as Markdown; and their summary on a terminal. */
public final class CardText {
    private CardText() {}

    /** A line a scorer on all texts of each evaluation, and on those with and without refusal wording. */
    public static String summary(List<Evaluation> evaluations) {
        var text = new StringBuilder();
        for (Evaluation evaluation : evaluations) {
            text.append(evaluation.data()).append(System.lineSeparator());
            evaluation.rows().stream()
                    .filter(row -> row.n() > 0)
                    .filter(row ->
                            row.part().equals(Evaluation.ALL) || row.part().contains("wording"))
                    .forEach(row -> text.append(String.format(
                            Locale.ROOT,
                            "  %-18s %-24s n %5d  accuracy %5.1f %%  3 against not 3 %5.1f %% (%.1f to %.1f)  macro F1 %.3f%n",
                            row.scorer(),
                            row.part(),
                            row.n(),
                            100 * row.accuracy().share(),
                            100 * row.twoClass().share(),
                            100 * row.twoClass().low(),
                            100 * row.twoClass().high(),
                            row.macroF1())));
        }
        return text.toString();
    }

    /**
     * The scorer beside the baselines on all texts, then in parts.
     *
     * @param scorer what it is, as a sentence begins
     */
    public static String evaluations(String scorer, List<Evaluation> evaluations) {
        var text = new StringBuilder("## Beside the baselines\n\n")
                .append(scorer)
                .append(" and baselines were fitted on the same texts and judged by others. A scorer that only")
                .append(
                        " knows refusals is right\nwith refusal wording and wrong without. The baselines: a dimension's")
                .append(" most frequent score; 3 where a refusal keyword\nstands; logistic regression on character")
                .append(" n-grams of the answer.\n");
        for (Evaluation evaluation : evaluations) {
            text.append("\n### ").append(evaluation.data()).append("\n\n");
            text.append(
                    "| by | on | n | accuracy | 95 % interval | 3 against not 3 | 95 % interval | macro F1 | kappa, quadratic |\n");
            text.append("| --- | --- | --: | --: | --- | --: | --- | --: | --: |\n");
            evaluation.rows().stream()
                    .filter(row -> row.n() > 0)
                    .forEach(row -> text.append(String.format(
                            Locale.ROOT,
                            "| %s | %s | %d | %s | %s | %.3f | %.3f |%n",
                            row.scorer(),
                            row.part(),
                            row.n(),
                            share(row.accuracy()),
                            share(row.twoClass()),
                            row.macroF1(),
                            row.quadraticKappa())));
        }
        return text.toString();
    }

    /** Number of texts by dimension and score. */
    public static String counts(Map<String, Map<Integer, Integer>> counts) {
        return """
                | dimension | 3 | 2 | 1 |
                | --- | --: | --: | --: |
                %s"""
                .formatted(rows(counts, row -> List.of(3, 2, 1).stream()
                        .map(score -> row.containsKey(score) ? String.valueOf(row.get(score)) : "")
                        .collect(Collectors.joining(" | "))));
    }

    public static String confusion(Report report) {
        var text = new StringBuilder(
                        "Confusion (rows authored, columns given):\n\n| dimension | authored | 3 | 2 | 1 |\n")
                .append("| --- | --: | --: | --: | --: |\n");
        report.byDimension().forEach((name, figures) -> figures.confusion()
                .forEach((authored, row) -> confusionRow(text, name, authored, row)));
        return text.toString();
    }

    private static void confusionRow(StringBuilder text, String name, int authored, Map<Integer, Integer> row) {
        if (row.values().stream().allMatch(count -> count == 0)) {
            return;
        }
        text.append("| ").append(name).append(" | ").append(authored);
        row.forEach((given, count) -> text.append(" | ").append(count));
        text.append(" |\n");
    }

    /**
     * @param temperatures by dimension
     * @param learntFrom what the temperatures were learnt from
     */
    public static String calibration(Report report, Map<String, Double> temperatures, String learntFrom) {
        var rows = new LinkedHashMap<String, String>();
        withAll(report)
                .forEach((name, figures) -> rows.put(
                        name,
                        String.format(
                                Locale.ROOT,
                                "%s | %.3f",
                                temperatures.containsKey(name)
                                        ? String.format(Locale.ROOT, "%.3f", temperatures.get(name))
                                        : "",
                                figures.calibrationError())));
        return """
                ## Calibration

                Temperatures are learnt from %s;
                the expected calibration error (ECE, ten bins) is that of the held-out part.

                | | temperature | ECE |
                | --- | --: | --: |
                %s"""
                .formatted(learntFrom, rows(rows, row -> row));
    }

    public static String accuracy(Report report) {
        return """
                | | n | accuracy | 95 %% interval | macro F1 |
                | --- | --: | --: | --- | --: |
                %s"""
                .formatted(rows(withAll(report), figures -> "%d | %s | %s"
                        .formatted(
                                figures.n(),
                                share(figures.accuracy()),
                                String.format(Locale.ROOT, "%.3f", figures.macroF1()))));
    }

    /** 3 against not 3. */
    public static String twoClass(Report report) {
        return """
                | | n | accuracy | 95 %% interval |
                | --- | --: | --: | --- |
                %s"""
                .formatted(rows(withAll(report), figures -> figures.n() + " | " + share(figures.twoClass())));
    }

    private static Map<String, Figures> withAll(Report report) {
        var figures = new LinkedHashMap<>(report.byDimension());
        figures.put("all", report.overall());
        return figures;
    }

    static <T> String rows(Map<String, T> rows, Function<T, String> cells) {
        return rows.entrySet().stream()
                .map(row -> "| " + row.getKey() + " | " + cells.apply(row.getValue()) + " |\n")
                .collect(Collectors.joining());
    }

    /** Names and values in a sentence. */
    public static String pairs(Map<String, ?> pairs) {
        return new TreeMap<String, Object>(pairs)
                .entrySet().stream()
                        .map(pair -> pair.getKey() + " " + pair.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** Share and interval, two cells. */
    static String share(Share share) {
        return String.format(
                Locale.ROOT, "%.1f %% | %.1f to %.1f", share.share() * 100, share.low() * 100, share.high() * 100);
    }
}
