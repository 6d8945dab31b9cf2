package io.flames.scoring.judgement;

import io.flames.contracts.Dimensions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A scorer's figures on labelled answers: all of them, a dimension each, and apart on answers that read like refusals and on
 * answers that do not, where a mere refusal detector fails.
 *
 * @param byDimension those that occur, by name, in the order of the dimensions
 * @param withRefusalWording answers with a phrase of {@link RefusalWording}
 * @param withoutRefusalWording the others
 */
public record Judgement(
        Figures overall, Map<String, Figures> byDimension, Figures withRefusalWording, Figures withoutRefusalWording) {
    public static Judgement of(List<Judged> judged) {
        var byDimension = new LinkedHashMap<String, Figures>();
        for (var dimension : Dimensions.ALL) {
            var own = only(judged, one -> one.dimension() == dimension);
            if (!own.isEmpty()) {
                byDimension.put(Dimensions.nameOf(dimension), Figures.of(own));
            }
        }
        return new Judgement(
                Figures.of(judged),
                byDimension,
                Figures.of(only(judged, Judged::refusalWording)),
                Figures.of(only(judged, one -> !one.refusalWording())));
    }

    private static List<Judged> only(List<Judged> judged, Predicate<Judged> which) {
        return judged.stream().filter(which).toList();
    }
}
