package io.flames.scoring.train.full;

import io.flames.scoring.train.CardText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The model card of a trained encoder for people, as Markdown. */
final class FullCardText {
    private FullCardText() {}

    static String of(FullCard card) {
        return String.join(
                "\n", List.of(head(card), data(card), heldOut(card), calibration(card), course(card), golden(card)));
    }

    private static String head(FullCard card) {
        return """
                # Model card: %s@%d

                Written by `flames train --mode full`; do not edit.

                **%s**

                %s

                Encoder and five linear softmax heads, trained together: %s, features `%s`, template `%s`. The logits of the
                written model are at most %s from those of the trained network on the validation texts.
                """
                .formatted(
                        card.name(),
                        card.version(),
                        card.statement().get("en"),
                        card.statement().get("zh"),
                        card.encoder(),
                        card.setting().features(),
                        card.template(),
                        String.format(Locale.ROOT, "%.1e", card.exported()));
    }

    private static String data(FullCard card) {
        var data = card.data();
        var provenance = card.provenance();
        return """
                ## Data

                %s. %d answers to %d prompts; %d for training, %d for validation, %d held out. Legality and Data protection know no
                score 2.

                %s
                Sources: %s. Split: %s. Digest of the data: `%s`; of its parts: %s.

                Seed %d. Code: %s. Chosen by: %s. Hyper-parameters: %s.
                """
                .formatted(
                        data.source(),
                        data.texts(),
                        data.prompts(),
                        data.trainingTexts(),
                        data.validationTexts(),
                        data.heldOutTexts(),
                        CardText.counts(data.counts()),
                        CardText.pairs(provenance.sources()),
                        provenance.split(),
                        provenance.dataDigest(),
                        data.digests().entrySet().stream()
                                .map(part -> part.getKey() + " `" + part.getValue() + "`")
                                .collect(Collectors.joining(", ")),
                        provenance.seed(),
                        provenance.codeVersion(),
                        provenance.chosenBy(),
                        CardText.pairs(provenance.hyperParameters()));
    }

    private static String heldOut(FullCard card) {
        if (card.provenance().evaluations().isEmpty()) {
            return """
                    ## The held-out part

                    The data set had no test part: nothing says how good this scorer is. The figures of the validation part, by which
                    the epoch was chosen, are optimistic:

                    %s"""
                    .formatted(CardText.accuracy(card.validation()));
        }
        return """
                %s
                ## The held-out part

                Texts of the test part, judged by the written model, as it is served. They took part in neither training nor choosing
                the epoch. The line of all mixes dimensions of three classes and of two.

                %s
                Two-class, 3 against not 3:

                %s
                %s"""
                .formatted(
                        CardText.evaluations("Scorer", card.provenance().evaluations()),
                        CardText.accuracy(card.heldOut()),
                        CardText.twoClass(card.heldOut()),
                        CardText.confusion(card.heldOut()));
    }

    private static String calibration(FullCard card) {
        return CardText.calibration(
                card.heldOut(), card.setting().temperatures(), "logits of the validation part, which chose the epoch");
    }

    private static String course(FullCard card) {
        var course = card.course();
        return """
                ## The training

                %d steps in %s on %s; epoch 0 is the untouched encoder with heads fitted to it, epoch %d is the one that was written.

                | epoch | training loss | validation loss | validation accuracy |
                | --: | --: | --: | --: |
                %s"""
                .formatted(
                        course.steps(),
                        duration(course.seconds()),
                        course.device(),
                        course.bestEpoch(),
                        course.validations().stream()
                                .map(validation -> String.format(
                                        Locale.ROOT,
                                        "| %d | %.4f | %.4f | %.1f %% |%n",
                                        validation.epoch(),
                                        validation.trainingLoss(),
                                        validation.loss(),
                                        100 * validation.accuracy()))
                                .collect(Collectors.joining()));
    }

    /** Such as {@code 1 h 4 min 9 s}. */
    static String duration(double seconds) {
        var time = Duration.ofSeconds(Math.round(seconds));
        return (time.toHours() > 0 ? time.toHours() + " h " : "")
                + (time.toMinutes() > 0 ? time.toMinutesPart() + " min " : "")
                + time.toSecondsPart()
                + " s";
    }

    private static String golden(FullCard card) {
        var golden = card.golden();
        return """
                ## Golden items

                %d items, recorded on %s, of texts that were not trained on where there are enough of each class. At start and every
                hour the scorer must give their recorded classes, with each logit within %s of the record on the same provider and
                instruction set, and within %s elsewhere. The least margin between a recorded class and the next is %s.
                """
                .formatted(
                        golden.items(),
                        golden.recordedOn(),
                        golden.toleranceThere(),
                        golden.tolerance(),
                        golden.leastMargin());
    }
}
