package io.flames.scoring.train.full;

import ai.djl.ndarray.NDManager;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.heads.Features;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.LinearHead;
import io.flames.scoring.train.HeadTrainer;
import io.flames.scoring.train.HeadTrainer.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * The heads that training starts from: fitted to the untouched encoder's features, so that the first steps do not spoil
 * the encoder to please heads that know nothing (Kumar et al. 2022, "Fine-Tuning can Distort Pretrained Features").
 */
final class HeadStart {
    private HeadStart() {}

    /** All zero: for a network whose features are wanted before there are heads. */
    static Heads none(Features features) {
        return new Heads(
                features,
                Dimensions.ALL.stream()
                        .map(dimension -> {
                            int classes = Dimensions.scoresOf(dimension).size();
                            return new LinearHead(new float[classes][features.width()], new float[classes], 1);
                        })
                        .toList());
    }

    /** @param network of the untouched encoder */
    static Heads fit(Network network, List<EncodedText> training, FullSettings settings, NDManager manager) {
        var rows = new ArrayList<float[]>();
        for (int from = 0; from < training.size(); from += settings.batch()) {
            try (var step = manager.newSubManager()) {
                var items = training.subList(from, Math.min(training.size(), from + settings.batch()));
                var batch = Batch.of(items, settings.features(), step);
                float[] features = network.features(batch, false).toFloatArray();
                int width = settings.features().width();
                for (int item = 0; item < items.size(); item++) {
                    rows.add(java.util.Arrays.copyOfRange(features, item * width, (item + 1) * width));
                }
            }
        }
        var heads = new ArrayList<LinearHead>();
        for (Dimension dimension : Dimensions.ALL) {
            var own = new ArrayList<Row>();
            for (int i = 0; i < rows.size(); i++) {
                if (training.get(i).text().dimension() == dimension) {
                    own.add(new Row(rows.get(i), training.get(i).text().label(), 1));
                }
            }
            heads.add(HeadTrainer.fit(own, Dimensions.scoresOf(dimension).size(), settings.headL2()));
        }
        return new Heads(settings.features(), heads);
    }
}
