package io.flames.scoring.train;

import io.flames.scoring.train.Figures.Share;
import io.flames.scoring.train.ModelCard.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The model card for people, as Markdown. */
final class ModelCardText {
    private ModelCardText() {}

    static String of(ModelCard card) {
        return String.join(
                "\n",
                List.of(
                        head(card),
                        data(card),
                        evaluations(card),
                        heldOut(card),
                        confusion(card.heldOut()),
                        calibration(card),
                        crossValidation(card),
                        variants(card),
                        golden(card)));
    }

    private static String head(ModelCard card) {
        var setting = card.setting();
        return """
                # Model card: %s@%d

                Written by `TrainMain`; do not edit.

                **%s**

                %s

                Five linear softmax heads on the frozen encoder %s, features `%s`, L2 %s, sharing %s, pair scale %s,
                template `%s`.
                """
                .formatted(
                        card.name(),
                        card.version(),
                        card.statement().get("en"),
                        card.statement().get("zh"),
                        card.encoder(),
                        setting.features(),
                        setting.l2(),
                        setting.sharing(),
                        setting.pairScale(),
                        card.template());
    }

    private static String data(ModelCard card) {
        var data = card.data();
        var weak = data.weak();
        return """
                ## Data

                %s. %d answers to %d prompts; %d for training, %d held out. Legality and Data protection know no score 2.

                | dimension | 3 | 2 | 1 |
                | --- | --: | --: | --: |
                %s
                Public data as weak training data: %s, weight %s (%s).

                Sources: %s. Split: %s. Seed %d. Code: %s. Digest of the data: `%s`. Chosen by: %s. Hyper-parameters: %s.
                """
                .formatted(
                        data.source(),
                        data.texts(),
                        data.prompts(),
                        data.trainingTexts(),
                        data.heldOutTexts(),
                        rows(data.counts(), counts -> List.of(3, 2, 1).stream()
                                .map(score -> counts.containsKey(score) ? String.valueOf(counts.get(score)) : "")
                                .collect(Collectors.joining(" | "))),
                        weak.texts().isEmpty() ? "none" : weak.texts().toString(),
                        weak.chosenWeight(),
                        weak.note(),
                        pairs(card.provenance().sources()),
                        card.provenance().split(),
                        card.provenance().seed(),
                        card.provenance().codeVersion(),
                        card.provenance().dataDigest(),
                        card.provenance().chosenBy(),
                        pairs(card.provenance().hyperParameters()));
    }

    private static String pairs(Map<String, ?> pairs) {
        return new TreeMap<String, Object>(pairs)
                .entrySet().stream()
                        .map(pair -> pair.getKey() + " " + pair.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** The heads beside the baselines on all texts, then the heads in parts. */
    private static String evaluations(ModelCard card) {
        var text = new StringBuilder("## Beside the baselines\n\n")
                .append(
                        "Heads and baselines were fitted on the same texts and judged by others. A scorer that only knows")
                .append(" refusals is right\nwith refusal wording and wrong without. The baselines: a dimension's most")
                .append(
                        " frequent score; 3 where a refusal keyword\nstands; logistic regression on character n-grams of")
                .append(" the answer.\n");
        for (Evaluation evaluation : card.provenance().evaluations()) {
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

    private static String heldOut(ModelCard card) {
        return """
                ## The held-out part

                Texts of the test part; all answers to a prompt are on one side when it was split by prompt. They took part in neither
                training nor choosing the setting. The line of all mixes dimensions of three classes and of two.

                %s
                Two-class, 3 against not 3:

                %s"""
                .formatted(accuracy(card.heldOut()), twoClass(card.heldOut()));
    }

    private static String confusion(Report report) {
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

    private static String calibration(ModelCard card) {
        var temperatures = card.setting().temperatures();
        var rows = new LinkedHashMap<String, String>();
        withAll(card.heldOut())
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

                Temperatures are learnt from logits of texts that the weights had not seen (left-out sources, or the validation part);
                the expected calibration error (ECE, ten bins) is that of the held-out part.

                | | temperature | ECE |
                | --- | --: | --: |
                %s"""
                .formatted(rows(rows, row -> row));
    }

    private static String crossValidation(ModelCard card) {
        var lines = card.tried().stream()
                .map(tried -> String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s | %s | %.1f %% | %.1f %% |%n",
                        tried.features(),
                        tried.l2(),
                        tried.sharing(),
                        tried.pairScale(),
                        tried.weakWeight(),
                        100 * tried.twoClass(),
                        100 * tried.accuracy()))
                .collect(Collectors.joining());
        return """
                ## Settings tried

                Chosen by: %s. So the chosen one's figures there are slightly optimistic. Sharing says how freely heads share what they
                know of a score (0: not at all), pair scale how much the vectors over prompt and response count against those over the
                response alone.

                | features | L2 | sharing | pair scale | weak weight | 3 against not 3 | accuracy |
                | --- | --: | --: | --: | --: | --: | --: |
                %s
                The chosen setting on texts of the training part that were left out by prompt (five folds), or on the validation part:

                %s"""
                .formatted(card.provenance().chosenBy(), lines, accuracy(card.crossValidation()));
    }

    private static String variants(ModelCard card) {
        if (card.variants().isEmpty()) {
            return "";
        }
        var lines = card.variants().stream()
                .map(row -> "| %s | %s | %s | %s | %.3f |\n"
                        .formatted(
                                row.trainedOn(),
                                row.readOn(),
                                share(row.heldOut().accuracy()),
                                share(row.heldOut().twoClass()),
                                row.heldOut().macroF1()))
                .collect(Collectors.joining());
        return """
                ## The encoder in int8 and in fp32

                The same texts, split and setting on both variants of the encoder, measured on the held-out part. The last row is what
                a scorer would do whose heads read another variant than they were trained on; none is served so.

                | heads trained on | features of | accuracy | 95 %% interval | 3 against not 3 | 95 %% interval | macro F1 |
                | --- | --- | --: | --- | --: | --- | --: |
                %s"""
                .formatted(lines);
    }

    private static String golden(ModelCard card) {
        var golden = card.golden();
        return """
                ## Golden items

                %d held-out items, at least three a class of each head, recorded on %s. At start and every hour the scorer must
                give their recorded classes, with each logit within %s of the record on the same provider and instruction set, where
                the same bits come out, and within %s elsewhere; how far logits move between instruction sets has not been
                measured. The least margin between a recorded class and the next is %s.
                """
                .formatted(
                        golden.items(),
                        golden.recordedOn(),
                        golden.toleranceThere(),
                        golden.tolerance(),
                        golden.leastMargin());
    }

    private static String accuracy(Report report) {
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

    private static String twoClass(Report report) {
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

    private static <T> String rows(Map<String, T> rows, Function<T, String> cells) {
        return rows.entrySet().stream()
                .map(row -> "| " + row.getKey() + " | " + cells.apply(row.getValue()) + " |\n")
                .collect(Collectors.joining());
    }

    private static String share(Share share) {
        return String.format(
                Locale.ROOT, "%.1f %% | %.1f to %.1f", share.share() * 100, share.low() * 100, share.high() * 100);
    }
}
