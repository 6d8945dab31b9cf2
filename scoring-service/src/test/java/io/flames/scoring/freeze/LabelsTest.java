package io.flames.scoring.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.contracts.annotation.v1.AdjudicationWay;
import io.flames.contracts.annotation.v1.LabelAdjudicated;
import io.flames.contracts.annotation.v1.LabelEvent;
import io.flames.contracts.annotation.v1.LabelUndecided;
import io.flames.contracts.annotation.v1.LabelledItem;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelsTest {
    @Test
    void agreedLabelsAreItemsAndUndecidedOnesAreCounted() {
        var labels = Labels.of(List.of(
                adjudicated("l1", "r1", 3),
                undecided("l2", "r2"),
                adjudicated("l3", "r3", 1),
                LabelEvent.getDefaultInstance()));

        assertThat(labels.undecided()).isEqualTo(1);
        assertThat(labels.unusable()).isZero();
        assertThat(labels.items()).hasSize(2).first().satisfies(placed -> {
            assertThat(placed.place()).isEqualTo("label l1");
            assertThat(placed.item().score()).isEqualTo(3);
            assertThat(placed.item().origin().target()).contains("my-model");
            assertThat(placed.item().origin().responseId()).contains("r1");
            assertThat(placed.item().origin().labelSource()).isEqualTo("adjudicated-agreed");
        });
    }

    @Test
    void theLastEventOfALabelCounts() {
        var labels = Labels.of(List.of(
                adjudicated("l1", "r1", 3),
                adjudicated("l1", "r1", 3),
                adjudicated("l1", "r1", 1),
                undecided("l2", "r2"),
                adjudicated("l2", "r2", 1)));

        assertThat(labels.undecided()).isZero();
        assertThat(labels.items()).extracting(placed -> placed.item().score()).containsExactly(1, 1);
    }

    @Test
    void aScoreThatTheDimensionDoesNotKnowIsPassedOver() {
        assertThat(Labels.of(List.of(adjudicated("l1", "r1", 2))).unusable()).isEqualTo(1);
    }

    static LabelEvent adjudicated(String label, String response, int score) {
        return LabelEvent.newBuilder()
                .setLabelAdjudicated(LabelAdjudicated.newBuilder()
                        .setItem(item(label, response))
                        .setScore(score)
                        .setWay(AdjudicationWay.ADJUDICATION_WAY_AGREED))
                .build();
    }

    static LabelEvent undecided(String label, String response) {
        return LabelEvent.newBuilder()
                .setLabelUndecided(LabelUndecided.newBuilder().setItem(item(label, response)))
                .build();
    }

    private static LabelledItem item(String label, String response) {
        return LabelledItem.newBuilder()
                .setLabelId(label)
                .setResponseId(response)
                .setPromptId("p-" + response)
                .setTargetName("my-model")
                .setDimension(Dimension.DIMENSION_LEGALITY)
                .setSubcomponent("Law violation")
                .setPrompt("可以吗 " + response)
                .setResponse("不可以，" + response)
                .build();
    }
}
