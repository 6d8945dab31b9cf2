package io.flames.scoring.train;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.fit.Temperature;
import io.flames.scoring.heads.Features;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.LinearHead;
import io.flames.scoring.train.HeadTrainer.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses features, regularisation and the weight of weak data by cross-validation on the training part, fits the heads
 * on all of the training part, and learns temperatures from the cross-validated logits. The held-out part is not touched.
 */
final class Training {
    private static final double[] L2 = {0.01, 0.03, 0.1, 0.3, 1, 3, 10};
    private static final double[] WEAK_WEIGHTS = {0.03, 0.1, 0.3};

    private final List<EncodedText> graded;
    private final List<EncodedText> weak;
    private final Split split;

    /** @param weak never validated on, only trained on */
    Training(List<EncodedText> graded, List<EncodedText> weak, Split split) {
        this.graded = graded.stream().filter(t -> !split.heldOut(t.text())).toList();
        this.weak = weak;
        this.split = split;
    }

    /** What cross-validation chooses between. */
    record Choice(Features features, double l2, double weakWeight) {}

    /** A choice with its cross-validated predictions. */
    record Candidate(Choice choice, List<Prediction> predictions) {
        double accuracy() {
            return Figures.of(predictions).accuracy().share();
        }
    }

    record Outcome(Heads heads, Candidate best, List<Candidate> candidates) {}

    Outcome run() {
        var candidates = new ArrayList<>(validated(settings()));
        var best = best(candidates);
        if (!weak.isEmpty()) {
            candidates.addAll(validated(withWeakData(best.choice())));
            best = best(candidates);
        }
        var heads = new ArrayList<LinearHead>();
        for (Dimension dimension : Dimensions.ALL) {
            var head = fit(dimension, best.choice(), -1);
            heads.add(new LinearHead(head.weights(), head.bias(), temperature(dimension, best)));
        }
        return new Outcome(new Heads(best.choice().features(), heads), calibrated(best, heads), candidates);
    }

    private List<Candidate> validated(List<Choice> choices) {
        return choices.parallelStream()
                .map(choice -> new Candidate(choice, crossValidate(choice)))
                .toList();
    }

    /** The first of equals: fewer features, no weak data. */
    private static Candidate best(List<Candidate> candidates) {
        return candidates.stream()
                .max(Comparator.comparingDouble(Candidate::accuracy).thenComparing(c -> -candidates.indexOf(c)))
                .orElseThrow();
    }

    private static List<Choice> settings() {
        var choices = new ArrayList<Choice>();
        for (Features features : Features.values()) {
            for (double l2 : L2) {
                choices.add(new Choice(features, l2, 0));
            }
        }
        return choices;
    }

    private static List<Choice> withWeakData(Choice choice) {
        return Arrays.stream(WEAK_WEIGHTS)
                .mapToObj(weight -> new Choice(choice.features(), choice.l2(), weight))
                .toList();
    }

    private List<Prediction> crossValidate(Choice choice) {
        var predictions = new ArrayList<Prediction>();
        for (Dimension dimension : Dimensions.ALL) {
            for (int fold = 0; fold < Split.FOLDS; fold++) {
                var head = fit(dimension, choice, fold);
                for (EncodedText text : graded) {
                    if (text.text().dimension() == dimension && split.fold(text.text()) == fold) {
                        predictions.add(predict(head, text, choice.features()));
                    }
                }
            }
        }
        return predictions;
    }

    static Prediction predict(LinearHead head, EncodedText text, Features features) {
        return new Prediction(
                text.text().dimension(), text.text().score(), head.logits(text.features(features)), head.temperature());
    }

    /** @param without a fold that is left out, or -1 */
    private LinearHead fit(Dimension dimension, Choice choice, int without) {
        var rows = new ArrayList<Row>();
        for (EncodedText text : graded) {
            if (text.text().dimension() == dimension && split.fold(text.text()) != without) {
                rows.add(row(text, choice.features(), 1));
            }
        }
        for (EncodedText text : weak) {
            if (text.text().dimension() == dimension && choice.weakWeight() > 0) {
                rows.add(row(text, choice.features(), choice.weakWeight() * text.weight()));
            }
        }
        return HeadTrainer.fit(rows, Dimensions.scoresOf(dimension).size(), choice.l2());
    }

    private static Row row(EncodedText text, Features features, double weight) {
        return new Row(text.features(features), text.text().label(), weight);
    }

    private static double temperature(Dimension dimension, Candidate candidate) {
        var own = candidate.predictions().stream()
                .filter(p -> p.dimension() == dimension)
                .toList();
        var scores = Dimensions.scoresOf(dimension);
        return Temperature.fit(
                own.stream().map(Prediction::logits).toList(),
                own.stream().map(p -> scores.indexOf(p.authored())).toList());
    }

    private static Candidate calibrated(Candidate candidate, List<LinearHead> heads) {
        return new Candidate(
                candidate.choice(),
                candidate.predictions().stream()
                        .map(p -> new Prediction(
                                p.dimension(),
                                p.authored(),
                                p.logits(),
                                heads.get(Heads.index(p.dimension())).temperature()))
                        .toList());
    }
}
