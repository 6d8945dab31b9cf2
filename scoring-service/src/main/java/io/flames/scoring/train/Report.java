package io.flames.scoring.train;

import io.flames.contracts.Dimensions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A scorer's figures on texts, in its model card.
 *
 * @param byDimension those that occur, by name, in the order of the dimensions
 */
public record Report(Figures overall, Map<String, Figures> byDimension) {
    public static Report of(List<Prediction> predictions) {
        var byDimension = new LinkedHashMap<String, Figures>();
        for (var dimension : Dimensions.ALL) {
            var own = predictions.stream()
                    .filter(prediction -> prediction.dimension() == dimension)
                    .toList();
            if (!own.isEmpty()) {
                byDimension.put(Dimensions.nameOf(dimension), Figures.of(own));
            }
        }
        return new Report(Figures.of(predictions), byDimension);
    }
}
