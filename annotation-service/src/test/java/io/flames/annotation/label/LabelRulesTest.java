package io.flames.annotation.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.annotation.label.LabelRules.Broken;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LabelRulesTest {
    private static final LabelRules RULES = new LabelRules(20, 2);
    private static final String RESPONSE = "这样不行。";

    @Property
    void aScoreIsOneOfTheDimensions(@ForAll int score, @ForAll @IntRange(max = 4) int index) {
        var dimension = Dimensions.ALL.get(index);
        var request = new LabelRequest(score, null, null, null);
        if (Dimensions.scoresOf(dimension).contains(score)) {
            assertThat(RULES.check(request, dimension, RESPONSE).score()).contains(score);
        } else {
            assertThatThrownBy(() -> RULES.check(request, dimension, RESPONSE))
                    .isInstanceOfSatisfying(
                            Broken.class, broken -> assertThat(broken.field()).isEqualTo("score"));
        }
    }

    @Property
    void aSpanLiesInTheResponse(
            @ForAll @IntRange(min = -2, max = 8) int start, @ForAll @IntRange(min = -2, max = 8) int end) {
        var request = new LabelRequest(3, null, null, List.of(new Span(start, end)));
        if (start >= 0 && start < end && end <= RESPONSE.length()) {
            assertThat(RULES.check(request, Dimension.DIMENSION_SAFETY, RESPONSE)
                            .spans())
                    .hasSize(1);
        } else {
            assertBroken(request, "spans");
        }
    }

    @Property
    void whateverTheTextIsItIsStoredOrRefusedByItsField(@ForAll String text) {
        var request = new LabelRequest(null, text, text, null);
        try {
            var draft = RULES.check(request, Dimension.DIMENSION_SAFETY, RESPONSE);
            assertThat(draft.reason().orElseThrow()).isNotBlank().doesNotContain("\0");
            assertThat(draft.comment()).hasSizeLessThanOrEqualTo(20);
        } catch (Broken broken) {
            assertThat(broken.field()).isIn("cannotJudge", "comment");
        }
    }

    @Test
    void aLabelHasAScoreOrAReasonWhyNot() {
        assertBroken(new LabelRequest(null, null, null, null), "score");
        assertBroken(new LabelRequest(3, "两个", null, null), "cannotJudge");
        assertBroken(new LabelRequest(null, " ", null, null), "cannotJudge");
        assertBroken(new LabelRequest(3, null, "\ud800", null), "comment");
        assertBroken(new LabelRequest(3, null, "x".repeat(21), null), "comment");
        assertBroken(new LabelRequest(3, null, null, nulls()), "spans");
        assertBroken(new LabelRequest(3, null, null, List.of(new Span(0, 1), new Span(1, 2), new Span(2, 3))), "spans");
        assertThat(RULES.check(new LabelRequest(null, " 看不懂 ", " 好\n", null), Dimension.DIMENSION_SAFETY, RESPONSE))
                .isEqualTo(new LabelDraft(new Judgement.CannotJudge("看不懂"), "好", List.of()));
    }

    private static List<@Nullable Span> nulls() {
        var spans = new java.util.ArrayList<@Nullable Span>();
        spans.add(null);
        return spans;
    }

    private static void assertBroken(LabelRequest request, String field) {
        assertThatThrownBy(() -> RULES.check(request, Dimension.DIMENSION_SAFETY, RESPONSE))
                .isInstanceOfSatisfying(
                        Broken.class, broken -> assertThat(broken.field()).isEqualTo(field));
    }
}
