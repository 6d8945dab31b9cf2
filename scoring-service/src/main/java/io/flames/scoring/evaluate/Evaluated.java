package io.flames.scoring.evaluate;

import io.flames.scoring.dataset.Item;
import io.flames.scoring.dataset.TrainingItems;
import io.flames.scoring.dataset.TrainingItems.Seen;
import io.flames.scoring.evaluate.Opinions.Version;
import io.flames.scoring.judgement.Figures;
import io.flames.scoring.judgement.Judged;
import io.flames.scoring.judgement.Judgement;
import io.flames.scoring.judgement.Reliability;
import io.flames.scoring.judgement.TemperatureScaling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A scorer's judgement with the baselines' beside it.
 *
 * @param trainedOn which of the judged items flatter it; empty where it is not known what it was trained on
 * @param judgements by name: the scorer first
 * @param scaled calibration after temperature scaling; empty without a validation part or without probabilities
 * @param trainedBaselines whether the baselines were fitted on a training part; otherwise on the other folds of the same texts
 */
record Evaluated(
        String data,
        String digest,
        Version version,
        Optional<TrainedOn> trainedOn,
        Map<String, Judgement> judgements,
        Optional<Scaled> scaled,
        boolean trainedBaselines) {

    /**
     * Judged items that are no test of the scorer.
     *
     * @param items that it was trained on
     * @param nearResponses others, whose response is nearly one that it was trained on
     * @param unsketched items that it was trained on, of which it is not known whose response is nearly theirs
     */
    record TrainedOn(long items, long nearResponses, int unsketched) {
        static TrainedOn of(TrainingItems known, List<Item> judged) {
            var seen = known.among(judged).values();
            long items = seen.stream().filter(how -> how == Seen.ITEM).count();
            return new TrainedOn(items, seen.size() - items, known.unsketched());
        }
    }

    /** Temperatures by dimension, and the calibration that they give. */
    record Scaled(Map<String, Double> temperatures, Reliability reliability) {}

    static Evaluated of(
            Labelled labelled,
            Version version,
            Optional<TrainedOn> trainedOn,
            List<Judged> judged,
            List<Judged> validation) {
        var judgements = new LinkedHashMap<String, Judgement>();
        judgements.put(version.name() + "@" + version.version(), Judgement.of(judged));
        labelled.baselines().forEach((name, said) -> judgements.put(name, Judgement.of(said)));
        return new Evaluated(
                labelled.name(),
                labelled.digest(),
                version,
                trainedOn,
                judgements,
                scaled(judged, validation),
                !labelled.training().isEmpty());
    }

    private static Optional<Scaled> scaled(List<Judged> judged, List<Judged> validation) {
        if (validation.isEmpty()) {
            return Optional.empty();
        }
        var scaling = TemperatureScaling.fit(validation);
        return Figures.of(judged.stream().map(scaling::apply).toList())
                .reliability()
                .map(reliability -> new Scaled(scaling.temperatures(), reliability));
    }

    /** Of the scorer, not of a baseline. */
    Judgement own() {
        return judgements.values().iterator().next();
    }
}
