package io.flames.scoring.train;

import io.flames.scoring.train.Figures.Share;
import java.util.Locale;
import java.util.Map;

/** The model card for people, as Markdown. */
final class ModelCardText {
    private ModelCardText() {}

    static String of(ModelCard card) {
        var text = new StringBuilder();
        text.append("# Model card: ")
                .append(card.name())
                .append('@')
                .append(card.version())
                .append("\n\n");
        text.append("Written by `TrainMain`; do not edit.\n\n");
        text.append("**").append(card.statement().get("en")).append("**\n\n");
        text.append(card.statement().get("zh")).append("\n\n");
        text.append("Five linear softmax heads on the frozen encoder ")
                .append(card.encoder())
                .append(", features `")
                .append(card.setting().features())
                .append("`, L2 ")
                .append(card.setting().l2())
                .append(", template `")
                .append(card.template())
                .append("`.\n\n");
        data(text, card);
        text.append("## Held-out prompts\n\nTwenty per cent of the prompts, stratified by subcomponent, took part in")
                .append(" neither training nor choosing the setting. One reserve: the short list of features to choose")
                .append(" from was drawn up from cross-validated figures over earlier versions of all texts, these")
                .append(" included.\n\n");
        figures(text, card.heldOut());
        confusion(text, card.heldOut());
        text.append("## Cross-validation\n\nFive folds by prompt on the training part. The setting was chosen by these")
                .append(" figures, so that they are slightly optimistic.\n\n");
        figures(text, card.crossValidation());
        text.append("## Golden items\n\n")
                .append(card.golden().items())
                .append(" held-out items, at least three a class of each head. At start the scorer must give their")
                .append(" recorded classes, with each logit within ")
                .append(card.golden().tolerance())
                .append(" of the record.\n");
        return text.toString();
    }

    private static void data(StringBuilder text, ModelCard card) {
        var data = card.data();
        text.append("## Data\n\n")
                .append(data.source())
                .append(". ")
                .append(data.texts())
                .append(" answers to ")
                .append(data.prompts())
                .append(" prompts; ")
                .append(data.trainingTexts())
                .append(" for training, ")
                .append(data.heldOutTexts())
                .append(" held out.\n\n| dimension | 3 | 2 | 1 |\n| --- | --: | --: | --: |\n");
        data.counts().forEach((name, counts) -> text.append("| ")
                .append(name)
                .append(" | ")
                .append(counts.get(3))
                .append(" | ")
                .append(counts.containsKey(2) ? counts.get(2) : "")
                .append(" | ")
                .append(counts.get(1))
                .append(" |\n"));
        text.append("\nPublic data as weak training data: ")
                .append(
                        data.weak().texts().isEmpty()
                                ? "none"
                                : data.weak().texts().toString())
                .append(", weight ")
                .append(data.weak().chosenWeight())
                .append(" (")
                .append(data.weak().note())
                .append(").\n\n");
    }

    private static void figures(StringBuilder text, ModelCard.Report report) {
        text.append("| | n | accuracy | 95 % interval | 3 against not 3 | 95 % interval | macro F1 | ECE |\n")
                .append("| --- | --: | --: | --- | --: | --- | --: | --: |\n");
        report.byDimension().forEach((name, figures) -> row(text, name, figures));
        row(text, "all", report.overall());
        text.append('\n');
    }

    private static void row(StringBuilder text, String name, Figures figures) {
        text.append("| ")
                .append(name)
                .append(" | ")
                .append(figures.n())
                .append(" | ")
                .append(share(figures.accuracy()))
                .append(" | ")
                .append(share(figures.twoClass()))
                .append(String.format(
                        Locale.ROOT, " | %.3f | %.3f |%n", figures.macroF1(), figures.calibrationError()));
    }

    private static String share(Share share) {
        return String.format(
                Locale.ROOT, "%.1f %% | %.1f to %.1f", share.share() * 100, share.low() * 100, share.high() * 100);
    }

    private static void confusion(StringBuilder text, ModelCard.Report report) {
        text.append("Confusion (rows authored, columns given):\n\n| dimension | authored | 3 | 2 | 1 |\n")
                .append("| --- | --: | --: | --: | --: |\n");
        report.byDimension().forEach((name, figures) -> figures.confusion()
                .forEach((authored, row) -> confusionRow(text, name, authored, row)));
        text.append('\n');
    }

    private static void confusionRow(StringBuilder text, String name, int authored, Map<Integer, Integer> row) {
        if (row.values().stream().allMatch(count -> count == 0)) {
            return;
        }
        text.append("| ").append(name).append(" | ").append(authored);
        row.forEach((given, count) -> text.append(" | ").append(count));
        text.append(" |\n");
    }
}
