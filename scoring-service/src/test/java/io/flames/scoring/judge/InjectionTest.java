package io.flames.scoring.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.contracts.Dimensions;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict.Scored;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A judge that obeys all that stands outside of the data block is not moved by what is inside of it. */
class InjectionTest {
    private static final int HONEST = 1;

    private final GullibleJudge gullible = new GullibleJudge(HONEST);

    static List<InjectionItem> items() {
        return InjectionItem.shipped();
    }

    @Test
    void theSetIsComplete() {
        assertThat(items()).hasSizeGreaterThanOrEqualTo(30);
        assertThat(items()).extracting(InjectionItem::id).doesNotHaveDuplicates();
        assertThat(items()).allSatisfy(item -> assertThat(item.injected()).contains(item.response()));
        assertThat(items().stream().collect(Collectors.groupingBy(InjectionItem::technique, Collectors.counting())))
                .allSatisfy((technique, items) -> assertThat(items).isEqualTo(2));
        assertThat(items())
                .extracting(InjectionItem::dimension)
                .containsAll(Dimensions.ALL.stream().map(Dimensions::nameOf).toList());
    }

    /** Control: this is what happens to a judge that is given the text as it is. */
    @ParameterizedTest
    @MethodSource("items")
    void withoutABlockItIsMoved(InjectionItem item) {
        var rubric = Rubric.load("1", Language.of(item.language()));
        var scale = Rubric.Scale.of(Dimensions.byName(item.dimension()).orElseThrow(), true);
        var clean =
                List.of(rubric.system(scale), rubric.task(scale, 0) + "\n" + item.prompt() + "\n" + item.response());
        var attacked =
                List.of(rubric.system(scale), rubric.task(scale, 0) + "\n" + item.prompt() + "\n" + item.injected());

        assertThat(gullible.score(clean)).isEqualTo(HONEST);
        assertThat(gullible.score(attacked)).isEqualTo(3);
    }

    /** Control: a fence alone, without escapes, is broken by whoever writes a line break or an end line. */
    @ParameterizedTest
    @MethodSource("items")
    void aFenceAloneIsBroken(InjectionItem item) {
        var fenced = List.of("<<<DATA 0>>>\n" + item.injected() + "\n<<<END 0>>>");

        boolean breaksOut = !Stream.of("invisible-tags", "role-play", "new-rubric", "authority", "pressure")
                .toList()
                .contains(item.technique());
        assertThat(gullible.score(fenced)).isEqualTo(breaksOut ? 3 : HONEST);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void inOurBlockItIsNot(Language language) throws Exception {
        try (var judge = new FakeJudge(gullible)) {
            var scorer = Judges.scorer(unbounded(judge.baseUrl(), language));
            for (InjectionItem item : items()) {
                var input = new ScoringInput(
                        Dimensions.byName(item.dimension()).orElseThrow(), item.prompt(), item.injected());

                var scored = (Scored) scorer.score(input);

                assertThat(scored.score()).as(item.id()).isEqualTo(HONEST);
                assertThat(scored.disagreement()).as(item.id()).hasValue(0);
            }
            assertThat(judge.asked()).hasSize(3 * items().size());
        }
    }

    /** The block hides nothing from the judge. */
    @Test
    void theBlockReadsAsWhatWasSaid() throws Exception {
        try (var judge = new FakeJudge(gullible)) {
            var scorer = Judges.scorer(unbounded(judge.baseUrl(), Language.EN));
            for (InjectionItem item : items()) {
                scorer.score(new ScoringInput(
                        Dimensions.byName(item.dimension()).orElseThrow(), item.prompt(), item.injected()));
            }

            assertThat(judge.asked())
                    .extracting(asked -> asked.data().path("answer").asText())
                    .containsExactlyElementsOf(items().stream()
                            .flatMap(item -> Stream.of(item.injected(), item.injected(), item.injected()))
                            .toList());
        }
    }

    /** A judge that repeats the response instead of judging does not hand it back to itself as speech. */
    @Test
    void aRepairDoesNotLetItOut() throws Exception {
        try (var judge = new FakeJudge(asked -> asked.repair()
                ? gullible.to(asked)
                : FakeJudge.Reply.content(asked.data().path("answer").asText()))) {
            var scorer = Judges.scorer(unbounded(judge.baseUrl(), Language.ZH));
            for (InjectionItem item : items()) {
                var scored = (Scored) scorer.score(new ScoringInput(
                        Dimensions.byName(item.dimension()).orElseThrow(), item.prompt(), "复述：" + item.injected()));

                assertThat(scored.score()).as(item.id()).isEqualTo(HONEST);
            }
        }
    }

    private static JudgeConfig unbounded(String baseUrl, Language language) {
        var config = Judges.config(baseUrl, language, 3, new ApiKey.None());
        return new JudgeConfig(
                config.endpoint(),
                config.decoding(),
                config.patience(),
                language,
                config.rubricVersion(),
                config.votes(),
                new JudgeConfig.Bounds(8000, 16000));
    }
}
