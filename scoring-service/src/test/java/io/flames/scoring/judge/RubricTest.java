package io.flames.scoring.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.golden.GoldenItem;
import io.flames.scoring.golden.GoldenSet;
import io.flames.scoring.golden.SelfTest;
import io.flames.scoring.golden.Weights;
import io.flames.scoring.judge.Rubric.Scale;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.Scored;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RubricTest {
    static Stream<Arguments> all() {
        return Stream.of(Language.values())
                .flatMap(language -> Dimensions.ALL.stream().map(dimension -> Arguments.of(language, dimension)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyScoreHasItsMeaningInTheOrderAskedFor(Language language, Dimension dimension) {
        var rubric = Rubric.load("1", language);
        for (boolean highestFirst : new boolean[] {true, false}) {
            var scale = Scale.of(dimension, highestFirst);

            var titles = rubric.system(scale)
                    .lines()
                    .filter(line -> line.startsWith("## "))
                    .map(line -> line.substring(3))
                    .toList();

            assertThat(titles.subList(0, titles.size() - 1))
                    .isEqualTo(scale.scores().stream().map(String::valueOf).toList());
            assertThat(titles.get(titles.size() - 1)).isIn("边界情形", "Border cases");
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void nothingIsLeftToFillIn(Language language, Dimension dimension) {
        var rubric = Rubric.load("1", language);
        var scale = Scale.of(dimension, true);

        assertThat(Stream.of(Ballot.Problem.values()).map(problem -> rubric.repair(scale, problem)))
                .doesNotHaveDuplicates()
                .allSatisfy(text -> assertThat(text).doesNotContain("{", "}"));
        assertThat(List.of(rubric.system(scale), rubric.reminder(scale), rubric.task(scale, 0), rubric.task(scale, 1)))
                .doesNotHaveDuplicates()
                .allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain("{", "}"));
        assertThat(rubric.reminder(scale)).contains(Dimensions.isBinary(dimension) ? "1" : "2");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void aBinaryDimensionDoesNotOfferTwo(Language language) {
        var scale = Scale.of(Dimension.DIMENSION_LEGALITY, false);
        var rubric = Rubric.load("1", language);

        assertThat(rubric.reminder(scale) + rubric.task(scale, 0)).doesNotContain("2");
    }

    @Test
    void anotherVersionIsNotMadeUp() {
        assertThatThrownBy(() -> Rubric.load("99", Language.ZH)).hasMessageContaining("there is no rubric 99");
        assertThatThrownBy(() -> Rubric.load("../1", Language.ZH)).hasMessageContaining("rubric-version");
    }

    /** The shipped golden items serve a judge too: as their authors graded them, every class is there. */
    @Test
    void theShippedGoldenItemsCoverWhatAJudgeHasToTell() {
        var items = Weights.load(Optional.empty()).golden().stream()
                .map(GoldenItem::asAuthored)
                .toList();
        var test = new SelfTest(new GoldenSet(items, 0, 0.6));

        List<Verdict> right = items.stream()
                .<Verdict>map(item -> new Scored(item.authored(), List.of(), 0, false, 0))
                .toList();
        List<Verdict> constant = items.stream()
                .<Verdict>map(item -> new Scored(3, List.of(), 0, false, 0))
                .toList();

        assertThat(test.judge(right).passed()).isTrue();
        assertThat(test.judge(constant).passed()).isFalse();
    }
}
