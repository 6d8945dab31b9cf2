package io.flames.scoring.train;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.dataset.Item;
import io.flames.scoring.dataset.Part;
import io.flames.scoring.dataset.TrainingItems;
import io.flames.scoring.fit.Lbfgs;
import io.flames.scoring.golden.GoldenItem;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.HeadsFile;
import io.flames.scoring.onnx.EncoderFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Heads on frozen features: seconds, once the features are known. The validation part chooses the regularisation and learns
 * the temperatures; without one, a fifth of the training prompts is set apart for that. The test part takes part in nothing.
 */
final class HeadsMode implements TrainingMode {
    @Override
    public String id() {
        return "heads";
    }

    @Override
    public String description() {
        return "heads on the frozen encoder; --set variant=int8|fp32, features=NAME, l2=X,Y,...";
    }

    @Override
    public void train(TrainingJob job, TrainingProgress progress) throws IOException {
        var settings = HeadsSettings.of(job.settings());
        var parts = encode(job, settings, progress);
        requireAll(parts.train());
        var candidates = candidates(parts, settings, progress);
        var best = candidates.stream()
                .max(Comparator.comparingDouble((Fitted fitted) -> fitted.accuracy())
                        .thenComparing(fitted -> -candidates.indexOf(fitted)))
                .orElseThrow();
        var heads = HeadsFile.read(HeadsFile.write(Training.calibrated(best.heads(), best.predictions())));
        var golden = golden(parts, heads);
        var test = Training.predict(heads, parts.test());
        var card = HeadsCard.of(job, settings, parts, candidates, best, heads, test, golden);
        TrainingItems.write(job.out(), job.tookPart());
        ScorerFolder.write(job.out(), heads, card, golden);
        job.log().println(CardText.summary(card.provenance().evaluations()));
    }

    /**
     * The texts of each part with their features.
     *
     * @param passedOver texts that the encoder has no input for
     */
    record Parts(List<EncodedText> train, List<EncodedText> validation, List<EncodedText> test, int passedOver) {}

    /**
     * Heads with one regularisation.
     *
     * @param predictions of the validation part
     */
    record Fitted(Choice choice, Heads heads, List<Prediction> predictions) {
        double accuracy() {
            return (double) predictions.stream().filter(Prediction::correct).count() / Math.max(1, predictions.size());
        }
    }

    private static Parts encode(TrainingJob job, HeadsSettings settings, TrainingProgress progress) {
        var byPart = new EnumMap<Part, List<GradedText>>(Part.class);
        for (Part part : Part.values()) {
            byPart.put(part, job.data().of(part).stream().map(GradedText::of).toList());
        }
        var all = byPart.values().stream().flatMap(List::stream).toList();
        var encoded = new CachedEncoder(EncoderFiles.load(settings.variant()), job.cache()).encode(all, progress);
        var train = of(byPart, Part.TRAIN, encoded);
        var validation = of(byPart, Part.VALIDATION, encoded);
        return validation.isEmpty()
                ? setApart(train, of(byPart, Part.TEST, encoded), all.size() - encoded.size(), job.seed())
                : new Parts(train, validation, of(byPart, Part.TEST, encoded), all.size() - encoded.size());
    }

    private static List<EncodedText> of(Map<Part, List<GradedText>> parts, Part part, List<EncodedText> encoded) {
        var own = new java.util.HashSet<>(parts.getOrDefault(part, List.of()));
        return encoded.stream().filter(text -> own.contains(text.text())).toList();
    }

    private static Parts setApart(List<EncodedText> train, List<EncodedText> test, int passedOver, long seed) {
        var split = new Split(train.stream().map(EncodedText::text).toList(), seed);
        return new Parts(
                train.stream().filter(text -> !split.heldOut(text.text())).toList(),
                train.stream().filter(text -> split.heldOut(text.text())).toList(),
                test,
                passedOver);
    }

    private static void requireAll(List<EncodedText> train) {
        for (Dimension dimension : Dimensions.ALL) {
            for (int score : Dimensions.scoresOf(dimension)) {
                if (train.stream()
                        .noneMatch(text -> text.text().dimension() == dimension
                                && text.text().score() == score)) {
                    throw new IllegalArgumentException("the training part has no answer with score " + score + " in "
                            + Dimensions.nameOf(dimension) + ": a head needs each of its scores");
                }
            }
        }
    }

    private static List<Fitted> candidates(Parts parts, HeadsSettings settings, TrainingProgress progress) {
        var candidates = new ArrayList<Fitted>();
        progress.show("heads", 0, settings.l2().size());
        var ngrams = settings.ngrams() > 0 ? NgramFit.of(parts.train(), Lbfgs.ROUGH) : Optional.<NgramFit>empty();
        for (double l2 : settings.l2()) {
            var choice =
                    new Choice(settings.features(), l2, settings.sharing(), settings.pairScale(), 0, settings.ngrams());
            var heads = choice.fit(parts.train(), List.of(), ngrams, Lbfgs.EXACT);
            var fitted = new Fitted(choice, heads, Training.predict(heads, parts.validation()));
            candidates.add(fitted);
            progress.show(
                    "heads", candidates.size(), settings.l2().size(), Map.of("l2", l2, "accuracy", fitted.accuracy()));
        }
        return candidates;
    }

    /** Of the test part; where that is too small, of all texts: golden items are a check of the machine, not of the heads. */
    private static List<GoldenItem> golden(Parts parts, Heads heads) {
        try {
            return GoldenChoice.choose(parts.test(), heads, ScorerFolder.GOLDEN_TOLERANCE);
        } catch (IllegalStateException tooFew) {
            var all = new ArrayList<>(parts.test());
            all.addAll(parts.validation());
            all.addAll(parts.train());
            return GoldenChoice.choose(all, heads, ScorerFolder.GOLDEN_TOLERANCE);
        }
    }

    /** Of a part. */
    static List<Item> items(TrainingJob job) {
        var all = new ArrayList<Item>();
        for (Part part : Part.values()) {
            all.addAll(job.data().of(part));
        }
        return all;
    }
}
