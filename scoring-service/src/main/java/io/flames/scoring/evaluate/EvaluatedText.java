package io.flames.scoring.evaluate;

import io.flames.scoring.dataset.TrainingItems;
import io.flames.scoring.judgement.Confusion;
import io.flames.scoring.judgement.Figures;
import io.flames.scoring.judgement.Judgement;
import io.flames.scoring.judgement.Proportion;
import io.flames.scoring.judgement.Reliability;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** A judgement as tables. */
final class EvaluatedText {
    private static final String ROW = "%-20s %-24s %6s %6s %22s %22s %9s %9s %7s%n";

    private EvaluatedText() {}

    static String of(Evaluated evaluated) {
        var text = new StringBuilder();
        text.append(evaluated.version().name())
                .append('@')
                .append(evaluated.version().version())
                .append("  ")
                .append(evaluated.version().digest())
                .append(System.lineSeparator())
                .append("data  ")
                .append(evaluated.data())
                .append("  ")
                .append(evaluated.digest())
                .append(System.lineSeparator())
                .append(trainedOn(evaluated))
                .append(System.lineSeparator())
                .append("baselines fitted on ")
                .append(
                        evaluated.trainedBaselines()
                                ? "the training part"
                                : "the other folds of these answers, by prompt")
                .append(System.lineSeparator())
                .append(System.lineSeparator());
        line(text, "by", "on", "n", "unsc.", "right % (95 %)", "3 or not 3 % (95 %)", "macro F1", "kappa²", "ECE");
        evaluated.judgements().forEach((name, judgement) -> parts(judgement)
                .forEach((part, figures) -> row(text, name, part, figures)));
        confusion(text, evaluated.own());
        calibration(text, evaluated);
        return text.toString();
    }

    private static String trainedOn(Evaluated evaluated) {
        if (evaluated.trainedOn().isEmpty()) {
            return "whether the scorer was trained on some of these answers is not known here";
        }
        var seen = evaluated.trainedOn().get();
        var found = seen.items() + seen.nearResponses() == 0
                ? "the scorer was trained on none of these answers"
                : "THE SCORER WAS TRAINED ON " + seen.items() + " OF THESE ANSWERS, AND ON NEARLY THE SAME RESPONSE AS "
                        + seen.nearResponses() + " OTHERS: its figures are too good";
        return seen.unsketched() == 0
                ? found
                : found + System.lineSeparator() + "near responses not checked: " + seen.unsketched()
                        + " of the items that it was trained on have no sketch in " + TrainingItems.FILE;
    }

    private static Map<String, Figures> parts(Judgement judgement) {
        var parts = new LinkedHashMap<String, Figures>();
        parts.put("all", judgement.overall());
        parts.putAll(judgement.byDimension());
        parts.put("with refusal wording", judgement.withRefusalWording());
        parts.put("without refusal wording", judgement.withoutRefusalWording());
        return parts;
    }

    private static void row(StringBuilder text, String name, String part, Figures figures) {
        line(
                text,
                name,
                part,
                String.valueOf(figures.n()),
                String.valueOf(figures.unscorable()),
                share(figures.accuracy()),
                share(figures.twoClass()),
                number(figures.macroF1()),
                number(figures.quadraticKappa()),
                figures.reliability()
                        .map(reliability -> String.format(Locale.ROOT, "%.3f", reliability.error()))
                        .orElse("-"));
    }

    private static void line(StringBuilder text, Object... cells) {
        text.append(String.format(Locale.ROOT, ROW, cells));
    }

    private static void confusion(StringBuilder text, Judgement judgement) {
        text.append(String.format(Locale.ROOT, "%n%-20s %6s %8s %8s %8s%n", "scores", "right", "given 3", "2", "1"));
        parts(judgement).forEach((part, figures) -> {
            for (int right = 0; right < Confusion.SCORES.size(); right++) {
                var row = figures.confusion().counts().get(right);
                text.append(String.format(
                        Locale.ROOT,
                        "%-24s %2d %8d %8d %8d%n",
                        part,
                        Confusion.SCORES.get(right),
                        row.get(0),
                        row.get(1),
                        row.get(2)));
            }
        });
    }

    private static void calibration(StringBuilder text, Evaluated evaluated) {
        evaluated.own().overall().reliability().ifPresent(before -> {
            text.append(String.format(Locale.ROOT, "%ncalibration: ECE %.3f%n", before.error()));
            bins(text, before);
        });
        evaluated.scaled().ifPresent(scaled -> {
            text.append(String.format(
                    Locale.ROOT,
                    "with temperatures fitted on the validation part: ECE %.3f%n",
                    scaled.reliability().error()));
            scaled.temperatures()
                    .forEach((dimension, temperature) ->
                            text.append(String.format(Locale.ROOT, "  %-18s %.3f%n", dimension, temperature)));
            bins(text, scaled.reliability());
        });
    }

    private static void bins(StringBuilder text, Reliability reliability) {
        reliability
                .bins()
                .forEach(bin -> text.append(String.format(
                        Locale.ROOT,
                        "  confidence %.1f to %.1f  n %5d  mean %.3f  right %.3f%n",
                        bin.from(),
                        bin.to(),
                        bin.n(),
                        bin.confidence(),
                        bin.accuracy())));
    }

    private static String share(Proportion share) {
        return share.n() == 0
                ? "-"
                : String.format(
                        Locale.ROOT, "%.1f (%.1f to %.1f)", 100 * share.share(), 100 * share.low(), 100 * share.high());
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.getAsDouble()) : "-";
    }
}
