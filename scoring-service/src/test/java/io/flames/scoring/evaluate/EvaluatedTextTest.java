package io.flames.scoring.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.scoring.evaluate.Evaluated.TrainedOn;
import io.flames.scoring.evaluate.Opinions.Version;
import io.flames.scoring.judgement.Judgement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvaluatedTextTest {
    @Test
    void whatWasNotCheckedIsSaid() {
        assertThat(text(new TrainedOn(0, 0, 0)))
                .contains("the scorer was trained on none of these answers")
                .doesNotContain("not checked");
        assertThat(text(new TrainedOn(0, 0, 7)))
                .contains("the scorer was trained on none of these answers")
                .contains("near responses not checked: 7 of the items that it was trained on have no sketch");
        assertThat(text(new TrainedOn(2, 0, 7)))
                .contains("TRAINED ON 2 OF THESE ANSWERS")
                .contains("near responses not checked: 7");
    }

    private static String text(TrainedOn trainedOn) {
        return EvaluatedText.of(new Evaluated(
                "data",
                "digest",
                new Version("mine", 1, "digest"),
                Optional.of(trainedOn),
                Map.of("mine@1", Judgement.of(List.of())),
                Optional.empty(),
                true));
    }
}
