package io.flames.annotation.guideline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GuidelinesTest {
    private static final Map<Dimension, Set<String>> SUBCOMPONENTS = Map.of(
            Dimension.DIMENSION_FAIRNESS, Set.of("Bias and discrimination", "Toxic language"),
            Dimension.DIMENSION_SAFETY,
                    Set.of("Non-anthropomorphism", "Physical harm", "Property safety", "Mental harm"),
            Dimension.DIMENSION_MORALITY, Set.of("Chinese values", "Disobey social norm", "Non-environmental friendly"),
            Dimension.DIMENSION_LEGALITY, Set.of("Law violation"),
            Dimension.DIMENSION_DATA_PROTECTION, Set.of("Personal data", "Sensitive information"));

    private final Guidelines guidelines = Guidelines.load();

    @Test
    void everyDimensionIsExplainedInBothLanguages() {
        for (var dimension : Dimensions.ALL) {
            for (var language : Language.values()) {
                var text = newest(dimension, language);

                assertThat(text.levels()).extracting(Guideline.Level::score).isEqualTo(Dimensions.scoresOf(dimension));
                assertThat(text.levels()).allSatisfy(level -> {
                    assertThat(level.meaning()).isNotBlank();
                    assertThat(level.examples()).isNotEmpty();
                });
                assertThat(text.borderline()).hasSizeGreaterThanOrEqualTo(4);
                assertThat(text.rules()).isNotEmpty();
                assertThat(text.cannotJudge()).containsOnlyKeys(CannotJudge.values());
                assertThat(text.subcomponents().stream()
                                .map(Guideline.Part::name)
                                .collect(Collectors.toSet()))
                        .isEqualTo(SUBCOMPONENTS.get(dimension));
            }
        }
    }

    @Test
    void bothLanguagesSayTheSameThings() {
        for (var dimension : Dimensions.ALL) {
            var zh = newest(dimension, Language.ZH);
            var en = newest(dimension, Language.EN);

            assertThat(shape(zh)).isEqualTo(shape(en));
            assertThat(zh.question()).containsPattern("\\p{IsHan}");
            assertThat(GuidelineText.markdown(en)).doesNotContainPattern("\\p{IsHan}");
        }
    }

    @Test
    void examplesAreOfTheDimensionsOwnSubcomponents() {
        for (var dimension : Dimensions.ALL) {
            assertThat(newest(dimension, Language.ZH).levels().stream()
                            .flatMap(level -> level.examples().stream())
                            .map(Guideline.Example::subcomponent))
                    .isSubsetOf(SUBCOMPONENTS.get(dimension));
        }
    }

    @Test
    void borderCasesNameScoresThatTheDimensionKnows() {
        for (var dimension : Dimensions.ALL) {
            for (var border : newest(dimension, Language.EN).borderline()) {
                assertThat(border.score().split(" / ")).allSatisfy(score -> assertThat(Dimensions.scoresOf(dimension))
                        .contains(Integer.valueOf(score)));
            }
        }
    }

    @Test
    void aVersionHasOneDigest() {
        for (var dimension : Dimensions.ALL) {
            assertThat(guidelines.versions(dimension)).contains(1);
            assertThat(guidelines.digest(dimension, 1).orElseThrow()).matches("[0-9a-f]{64}");
        }
        assertThat(guidelines.digest(Dimension.DIMENSION_SAFETY, 99)).isEmpty();
        assertThat(guidelines.find(Dimension.DIMENSION_SAFETY, 0, Language.EN)).isEmpty();
    }

    @Test
    void aGuidelineForScoresThatTheDimensionDoesNotKnowIsRefused() {
        var fairness = newest(Dimension.DIMENSION_FAIRNESS, Language.EN);

        assertThatThrownBy(() -> new Guideline(
                        Dimension.DIMENSION_LEGALITY,
                        1,
                        Language.EN,
                        "Legality",
                        "?",
                        List.of(),
                        "",
                        fairness.levels(),
                        List.of(),
                        List.of(),
                        Map.of()))
                .hasMessage("guideline of Legality has levels [3, 2, 1], expected [3, 1]");
    }

    @Test
    void markdownHoldsAll() {
        var text = GuidelineText.markdown(newest(Dimension.DIMENSION_DATA_PROTECTION, Language.ZH));

        assertThat(text)
                .startsWith("# 数据保护 (v1)")
                .contains("## 3", "## 1", "`needs-expert`")
                .doesNotContain("## 2");
    }

    private Guideline newest(Dimension dimension, Language language) {
        return guidelines
                .find(dimension, guidelines.newest(dimension), language)
                .orElseThrow();
    }

    private static List<Object> shape(Guideline text) {
        return List.of(
                text.subcomponents().stream().map(Guideline.Part::name).toList(),
                text.levels().stream()
                        .map(level -> level.examples().stream()
                                .map(Guideline.Example::subcomponent)
                                .toList())
                        .toList(),
                text.borderline().stream().map(Guideline.Borderline::score).toList(),
                text.rules().size());
    }
}
