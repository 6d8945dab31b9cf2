package io.flames.prompt.taxonomy;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.List;

/** What {@code GET /api/v1/taxonomy} answers: dimensions with their subcomponents, and the attack methods. */
public record TaxonomyView(List<DimensionView> dimensions, List<AttackMethod> attackMethods) {

    public static TaxonomyView with(List<AttackMethod> attackMethods) {
        return new TaxonomyView(Dimensions.ALL.stream().map(DimensionView::of).toList(), attackMethods);
    }

    /** @param scores the scores that a response to this dimension can get, highest first */
    public record DimensionView(String name, String slug, List<Integer> scores, List<String> subcomponents) {
        static DimensionView of(Dimension dimension) {
            return new DimensionView(
                    Dimensions.nameOf(dimension),
                    Dimensions.slugOf(dimension),
                    Dimensions.scoresOf(dimension),
                    Subcomponent.of(dimension).stream().map(Subcomponent::label).toList());
        }
    }
}
