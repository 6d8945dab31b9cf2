package io.flames.scoring.heads;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FeaturesTest {
    @Test
    void whatSeesThePairAloneNeedsOnePass() {
        assertThat(Features.CLS_AND_RESPONSE_MEAN.readings()).containsExactly(Reading.PAIR);
        assertThat(Features.RESPONSE_MEAN_AND_ALONE_MEAN.readings())
                .containsExactlyInAnyOrder(Reading.PAIR, Reading.RESPONSE_ALONE);
    }

    @Test
    void everyChoiceSeesThePrompt() {
        assertThat(Features.values())
                .allSatisfy(features -> assertThat(features.readings()).contains(Reading.PAIR));
    }

    @Test
    void aHeadReadsAVectorAfterTheOther() {
        assertThat(Features.CLS.width()).isEqualTo(512);
        assertThat(Features.RESPONSE_MEAN_AND_ALONE_CLS_AND_MEAN.width()).isEqualTo(3 * 512);
    }
}
