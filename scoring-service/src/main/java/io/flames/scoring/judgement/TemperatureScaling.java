package io.flames.scoring.judgement;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.fit.Temperature;
import io.flames.scoring.heads.LinearHead;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One temperature a dimension that makes a scorer's probabilities honest (Guo et al. 2017, section 4.2), fitted on answers
 * that are not the ones it is judged by. It never changes a score.
 */
public final class TemperatureScaling {
    /** Below it a logarithm says nothing more. */
    private static final double LEAST = 1e-6;

    private final Map<Dimension, Double> temperatures;

    private TemperatureScaling(Map<Dimension, Double> temperatures) {
        this.temperatures = temperatures;
    }

    /** Dimensions without answers that have probabilities keep temperature 1. */
    public static TemperatureScaling fit(List<Judged> validation) {
        var temperatures = new EnumMap<Dimension, Double>(Dimension.class);
        for (Dimension dimension : Dimensions.ALL) {
            var own = validation.stream()
                    .filter(one ->
                            one.dimension() == dimension && !one.probabilities().isEmpty())
                    .toList();
            if (!own.isEmpty()) {
                temperatures.put(
                        dimension,
                        Temperature.fit(
                                own.stream()
                                        .map(one -> logits(one.probabilities()))
                                        .toList(),
                                own.stream().map(Judged::labelIndex).toList()));
            }
        }
        return new TemperatureScaling(temperatures);
    }

    /** By dimension's name; above 1 where the scorer is too sure of itself. */
    public Map<String, Double> temperatures() {
        var named = new LinkedHashMap<String, Double>();
        temperatures.forEach((dimension, temperature) -> named.put(Dimensions.nameOf(dimension), temperature));
        return named;
    }

    /** The same verdict with scaled probabilities. */
    public Judged apply(Judged judged) {
        return new Judged(
                judged.dimension(),
                judged.label(),
                judged.refusalWording(),
                judged.given()
                        .map(given -> new Given(given.score(), scaled(judged.dimension(), given.probabilities()))));
    }

    private List<Double> scaled(Dimension dimension, List<Double> probabilities) {
        return Optional.ofNullable(temperatures.get(dimension))
                .filter(temperature -> !probabilities.isEmpty())
                .map(temperature -> Arrays.stream(LinearHead.softmax(logits(probabilities), temperature))
                        .boxed()
                        .toList())
                .orElse(probabilities);
    }

    private static double[] logits(List<Double> probabilities) {
        return probabilities.stream()
                .mapToDouble(p -> Math.log(Math.max(p, LEAST)))
                .toArray();
    }
}
