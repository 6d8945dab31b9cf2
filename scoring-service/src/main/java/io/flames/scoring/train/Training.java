package io.flames.scoring.train;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.fit.Lbfgs;
import io.flames.scoring.fit.Temperature;
import io.flames.scoring.heads.Features;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.LinearHead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * Chooses a setting on the training part by leaving one source out: the answers of each source are judged by heads that were
 * trained on the other sources, which is the nearest that authored texts come to answers of a model that nobody has seen. One
 * thing is chosen after the other: features, then how strongly heads are held and how much they share, then the pair's scale,
 * then how much n-grams count, then the weight of weak data. Then the heads are fitted on all of the training part; their temperatures are those of the
 * left-out sources. The held-out part is not touched.
 */
final class Training {
    private static final double L2 = 1;
    private static final double SHARING = 3;
    private static final double[] L2S = {0.3, 1, 3};
    private static final double[] SHARINGS = {0, 3, 10};
    private static final double[] PAIR_SCALES = {0.5};
    private static final double[] NGRAMS = {1, 2, 4};
    private static final double[] WEAK_WEIGHTS = {0.03, 0.1, 0.3};

    private final List<EncodedText> graded;
    private final List<EncodedText> weak;
    private final Split split;
    private final TrainingProgress progress;
    /** By what is left out: the same for every choice. */
    private final Map<String, Optional<NgramFit>> ngrams = new HashMap<>();

    private int tried;

    /** @param weak never judged by, only trained on */
    Training(List<EncodedText> graded, List<EncodedText> weak, Split split, TrainingProgress progress) {
        this.graded = graded.stream().filter(t -> !split.heldOut(t.text())).toList();
        this.weak = weak;
        this.split = split;
        this.progress = progress;
    }

    /** A choice with its predictions of left-out sources. */
    record Candidate(Choice choice, List<Prediction> predictions) {
        /** Share on the right side of 3 against not 3. */
        double twoClass() {
            return Figures.of(predictions).twoClass().share();
        }

        double accuracy() {
            return Figures.of(predictions).accuracy().share();
        }
    }

    /** @param folds of the chosen setting, five folds by prompt over the training part */
    record Outcome(Heads heads, Candidate best, List<Candidate> candidates, List<Prediction> folds) {}

    Outcome run() {
        var candidates = new ArrayList<Candidate>();
        for (Features features : Features.values()) {
            candidates.add(tried(new Choice(features, L2, SHARING, 1, 0, 0)));
        }
        for (double l2 : L2S) {
            for (double sharing : SHARINGS) {
                addVariant(
                        candidates,
                        best -> new Choice(best.features(), l2, sharing, best.pairScale(), best.weakWeight(), 0));
            }
        }
        for (double scale : PAIR_SCALES) {
            addVariant(candidates, best -> new Choice(best.features(), best.l2(), best.sharing(), scale, 0, 0));
        }
        for (double factor : NGRAMS) {
            addVariant(
                    candidates,
                    best -> new Choice(best.features(), best.l2(), best.sharing(), best.pairScale(), 0, factor));
        }
        if (!weak.isEmpty()) {
            for (double weight : WEAK_WEIGHTS) {
                addVariant(
                        candidates,
                        best -> new Choice(
                                best.features(), best.l2(), best.sharing(), best.pairScale(), weight, best.ngrams()));
            }
        }
        return fitted(candidates);
    }

    /** The setting of a card again, without choosing. */
    Outcome with(Choice choice) {
        return fitted(List.of(tried(choice)));
    }

    private Outcome fitted(List<Candidate> candidates) {
        var best = best(candidates);
        var heads = calibrated(best.choice().fit(graded, weak), best.predictions());
        return new Outcome(heads, best, candidates, leftOut(best.choice(), byPrompt()));
    }

    private void addVariant(List<Candidate> candidates, UnaryOperator<Choice> change) {
        var choice = change.apply(best(candidates).choice());
        if (candidates.stream().noneMatch(candidate -> candidate.choice().equals(choice))) {
            candidates.add(tried(choice));
        }
    }

    private Candidate tried(Choice choice) {
        var sources = sources(graded);
        var candidate = new Candidate(
                choice,
                leftOut(
                        choice,
                        new Parting(
                                "source",
                                sources.size(),
                                text -> sources.indexOf(text.text().source()))));
        progress.show(
                "settings tried", ++tried, 0, java.util.Map.of("twoClass", candidate.twoClass(), "l2", choice.l2()));
        return candidate;
    }

    /**
     * How the graded texts fall into parts, of which each is left out once.
     *
     * @param by names the parting
     * @param partOf from 0 to parts - 1
     */
    private record Parting(String by, int parts, ToIntFunction<EncodedText> partOf) {}

    private Parting byPrompt() {
        return new Parting("prompt", Split.FOLDS, text -> split.fold(text.text()));
    }

    /** Where there is one source alone, prompts are left out instead. */
    private List<Prediction> leftOut(Choice choice, Parting parting) {
        if (parting.parts() < 2) {
            return leftOut(choice, byPrompt());
        }
        var partOf = parting.partOf();
        var predictions = new Prediction[graded.size()];
        for (int part = 0; part < parting.parts(); part++) {
            int left = part;
            var others = only(graded, text -> partOf.applyAsInt(text) != left);
            var heads = choice.fit(others, weak, ngrams(choice, parting.by() + " " + part, others), Lbfgs.ROUGH);
            for (int i = 0; i < predictions.length; i++) {
                if (partOf.applyAsInt(graded.get(i)) == left) {
                    predictions[i] = predict(heads, graded.get(i));
                }
            }
        }
        return List.of(predictions);
    }

    /**
     * Once only for what is left out.
     *
     * @param leftOut names the part
     * @param texts all others
     */
    private Optional<NgramFit> ngrams(Choice choice, String leftOut, List<EncodedText> texts) {
        return choice.ngrams() == 0
                ? Optional.empty()
                : ngrams.computeIfAbsent(leftOut, part -> NgramFit.of(texts, Lbfgs.ROUGH));
    }

    /** Sources by name. */
    static List<String> sources(List<EncodedText> texts) {
        return texts.stream()
                .map(text -> text.text().source())
                .distinct()
                .sorted()
                .toList();
    }

    static List<EncodedText> only(List<EncodedText> texts, Predicate<EncodedText> which) {
        return texts.stream().filter(which).toList();
    }

    /** The first of equals: what was tried first is simpler. */
    private static Candidate best(List<Candidate> candidates) {
        return candidates.stream()
                .max(Comparator.comparingDouble(Candidate::twoClass)
                        .thenComparing(Candidate::accuracy)
                        .thenComparing(candidate -> -candidates.indexOf(candidate)))
                .orElseThrow();
    }

    static Prediction predict(Heads heads, EncodedText text) {
        var head = heads.of(text.text().dimension());
        return new Prediction(
                text.text().dimension(),
                text.text().score(),
                heads.logits(text.text().dimension(), text.features(heads.features()), text.response()),
                head.temperature());
    }

    static List<Prediction> predict(Heads heads, List<EncodedText> texts) {
        return texts.stream().map(text -> predict(heads, text)).toList();
    }

    /** With temperatures that are learnt from predictions of texts that the weights have not seen. */
    static Heads calibrated(Heads heads, List<Prediction> unseen) {
        return new Heads(
                heads.features(),
                Dimensions.ALL.stream()
                        .map(dimension -> {
                            var head = heads.of(dimension);
                            return new LinearHead(head.weights(), head.bias(), temperature(dimension, unseen));
                        })
                        .toList(),
                heads.ngrams());
    }

    private static double temperature(Dimension dimension, List<Prediction> unseen) {
        var own = unseen.stream().filter(p -> p.dimension() == dimension).toList();
        var scores = Dimensions.scoresOf(dimension);
        return own.isEmpty()
                ? 1
                : Temperature.fit(
                        own.stream().map(Prediction::logits).toList(),
                        own.stream().map(p -> scores.indexOf(p.authored())).toList());
    }
}
