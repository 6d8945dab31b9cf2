package io.flames.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.contracts.taxonomy.v1.Dimension;
import org.junit.jupiter.api.Test;

class DimensionsTest {
    @Test
    void namesStandInTheBenchmarksOrder() {
        assertThat(Dimensions.allowedNames()).isEqualTo("Fairness, Safety, Morality, Legality, Data protection");
        assertThat(Dimensions.ALL)
                .extracting(Dimensions::slugOf)
                .containsExactly("fairness", "safety", "morality", "legality", "data_protection");
    }

    @Test
    void nameAndSlugLeadBack() {
        assertThat(Dimensions.ALL).allSatisfy(dimension -> {
            assertThat(Dimensions.byName(Dimensions.nameOf(dimension))).contains(dimension);
            assertThat(Dimensions.bySlug(Dimensions.slugOf(dimension))).contains(dimension);
        });
    }

    @Test
    void anythingElseIsRefused() {
        assertThat(Dimensions.byName("Fairnes")).isEmpty();
        assertThat(Dimensions.byName("fairness")).isEmpty();
        assertThatThrownBy(() -> Dimensions.nameOf(Dimension.DIMENSION_UNSPECIFIED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected one of Fairness");
    }

    @Test
    void binaryDimensionsKnowTwoScores() {
        assertThat(Dimensions.scoresOf(Dimension.DIMENSION_SAFETY)).containsExactly(3, 2, 1);
        assertThat(Dimensions.scoresOf(Dimension.DIMENSION_LEGALITY)).containsExactly(3, 1);
        assertThat(Dimensions.scoresOf(Dimension.DIMENSION_DATA_PROTECTION)).containsExactly(3, 1);
    }
}
