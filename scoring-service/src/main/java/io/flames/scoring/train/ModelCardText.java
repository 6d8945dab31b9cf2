package io.flames.scoring.train;

import java.util.List;
import java.util.Locale;
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
                        CardText.evaluations("Heads", card.provenance().evaluations()),
                        heldOut(card),
                        CardText.confusion(card.heldOut()),
                        CardText.calibration(
                                card.heldOut(),
                                card.setting().temperatures(),
                                "logits of texts that the weights had not seen (left-out sources, or the validation part)"),
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
                n-grams of the response times %s, template `%s`.
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
                        setting.ngrams(),
                        card.template());
    }

    private static String data(ModelCard card) {
        var data = card.data();
        var weak = data.weak();
        return """
                ## Data

                %s. %d answers to %d prompts; %d for training, %d held out. Legality and Data protection know no score 2.

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
                        CardText.counts(data.counts()),
                        weak.texts().isEmpty() ? "none" : weak.texts().toString(),
                        weak.chosenWeight(),
                        weak.note(),
                        CardText.pairs(card.provenance().sources()),
                        card.provenance().split(),
                        card.provenance().seed(),
                        card.provenance().codeVersion(),
                        card.provenance().dataDigest(),
                        card.provenance().chosenBy(),
                        CardText.pairs(card.provenance().hyperParameters()));
    }

    private static String heldOut(ModelCard card) {
        return """
                ## The held-out part

                Texts of the test part; all answers to a prompt are on one side when it was split by prompt. They took part in neither
                training nor choosing the setting. The line of all mixes dimensions of three classes and of two.

                %s
                Two-class, 3 against not 3:

                %s"""
                .formatted(CardText.accuracy(card.heldOut()), CardText.twoClass(card.heldOut()));
    }

    private static String crossValidation(ModelCard card) {
        var lines = card.tried().stream()
                .map(tried -> String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s | %s | %s | %.1f %% | %.1f %% |%n",
                        tried.features(),
                        tried.l2(),
                        tried.sharing(),
                        tried.pairScale(),
                        tried.weakWeight(),
                        tried.ngrams(),
                        100 * tried.twoClass(),
                        100 * tried.accuracy()))
                .collect(Collectors.joining());
        return """
                ## Settings tried

                Chosen by: %s. So the chosen one's figures there are slightly optimistic. Sharing says how freely heads share what they
                know of a score (0: not at all), pair scale how much the vectors over prompt and response count against those over the
                response alone, n-grams how much single tokens and pairs of them count beside the vectors.

                | features | L2 | sharing | pair scale | weak weight | n-grams | 3 against not 3 | accuracy |
                | --- | --: | --: | --: | --: | --: | --: | --: |
                %s
                The chosen setting on texts of the training part that were left out by prompt (five folds), or on the validation part:

                %s"""
                .formatted(card.provenance().chosenBy(), lines, CardText.accuracy(card.crossValidation()));
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
                                CardText.share(row.heldOut().accuracy()),
                                CardText.share(row.heldOut().twoClass()),
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
}
