package io.flames.scoring.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.flames.contracts.taxonomy.v1.Dimension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreezingTest {
    private static final SplitRule BY_PROMPT = new SplitRule.ByPrompt(0.2, 0.2, 7);

    @Test
    void allAnswersToAPromptStayTogether() {
        var data = freezing(BY_PROMPT, false).freeze(items(40, 3), List.of(), 0).data();

        assertThat(data.size()).isEqualTo(120);
        for (Part one : Part.values()) {
            assertThat(data.of(one)).isNotEmpty();
            for (Part other : Part.values()) {
                assertThat(one == other || Collections.disjoint(prompts(data.of(one)), prompts(data.of(other))))
                        .isTrue();
            }
        }
    }

    @Property(tries = 30)
    void theSplitDoesNotDependOnTheItemsOrder(@ForAll long seed) {
        var items = items(30, 2);
        var shuffled = new ArrayList<>(items);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(freezing(BY_PROMPT, false).freeze(shuffled, List.of(), 0).manifest())
                .isEqualTo(
                        freezing(BY_PROMPT, false).freeze(items, List.of(), 0).manifest());
    }

    @Test
    void allAnswersOfATargetStayTogether() {
        var rule = new SplitRule.ByTarget(Set.of("target-1"), Set.of("target-2"));

        var frozen = freezing(rule, false).freeze(items(20, 3), List.of(), 4);

        assertThat(targets(frozen.data().of(Part.TRAIN))).containsExactly("target-0");
        assertThat(targets(frozen.data().of(Part.VALIDATION))).containsExactly("target-1");
        assertThat(targets(frozen.data().of(Part.TEST))).containsExactly("target-2");
        assertThat(frozen.manifest().undecided()).isEqualTo(4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> freezing(new SplitRule.ByTarget(Set.of("nobody"), Set.of()), false)
                        .freeze(items(5, 2), List.of(), 0))
                .withMessage("no items of the target nobody; there are target-0, target-1");
    }

    @Test
    void aResponseThatIsNearlyTheSameInTwoPartsIsRefusedWithBothLines() {
        var rule = new SplitRule.ByTarget(Set.of(), Set.of("b"));
        var items = List.of(
                placed("p1", "怎么办", "很抱歉，这个问题我没有办法替您回答，请您向当地的有关部门咨询。", 3, "a", "x:1"),
                placed("p2", "为什么", "很抱歉，这个问题我没有办法替您回答，请您向当地有关部门咨询！", 3, "b", "x:2"),
                placed("p3", "真的吗", "今天的天气真好，适合去公园里走一走。", 1, "a", "x:3"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> freezing(rule, false).freeze(items, List.of(), 0))
                .withMessage("x:1: nearly the same response as x:2");
        var dropped = freezing(rule, true).freeze(items, List.of(), 0);
        assertThat(dropped.manifest().dropped()).isEqualTo(1);
        assertThat(dropped.data().of(Part.TRAIN)).extracting(Item::promptKey).containsExactly("p3");
        assertThat(dropped.data().of(Part.TEST)).extracting(Item::promptKey).containsExactly("p2");
    }

    @Test
    void theSamePromptUnderTwoKeysLeaksWhenSplitByPrompt() {
        var items = new ArrayList<>(items(30, 1));
        for (int i = 0; i < 10; i++) {
            items.add(placed("again-" + i, "第" + i + "个问题，怎么办呢", text(900 + i), 1, "target-0", "again:" + i));
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> freezing(BY_PROMPT, false).freeze(items, List.of(), 0))
                .withMessageContaining("the same prompt as");
    }

    @Test
    void promptsThatAreKeptOutAreRefused() {
        var kept = Map.of("第3个问题：怎么办呢？", "public.jsonl:12");
        var freezing = new Freezing(BY_PROMPT, Leakage.THRESHOLD, kept, List.of("public.jsonl"), false);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> freezing.freeze(items(10, 1), List.of(), 0))
                .withMessage("items:3.0: the same prompt as public.jsonl:12");
    }

    @Test
    void theSameAnswerCountsOnceAndTwoScoresForItAreRefused() {
        var items = new ArrayList<>(items(20, 1));
        items.add(new Placed(items.get(0).item(), "again:1"));
        assertThat(freezing(BY_PROMPT, false)
                        .freeze(items, List.of(), 0)
                        .manifest()
                        .duplicates())
                .isEqualTo(1);

        var first = items.get(0).item();
        int other = first.score() == 3 ? 1 : 3;
        items.add(new Placed(
                new Item(
                        first.promptKey(),
                        first.dimension(),
                        first.subcomponent(),
                        first.prompt(),
                        first.response(),
                        other,
                        first.origin()),
                "again:2"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> freezing(BY_PROMPT, false).freeze(items, List.of(), 0))
                .withMessage("again:2: the same answer as items:0.0, with another score");
    }

    @Test
    void aFolderIsReadAsItWasWrittenAndTamperingShows(@TempDir Path folder) throws Exception {
        var frozen = freezing(BY_PROMPT, false).freeze(items(20, 2), List.of(new Manifest.Source("x", 40)), 0);

        DataSetFolder.write(folder, frozen.data(), frozen.manifest());
        var read = DataSetFolder.read(folder);

        assertThat(read.manifest()).isEqualTo(frozen.manifest());
        assertThat(read.data().of(Part.TRAIN)).isEqualTo(frozen.data().of(Part.TRAIN));
        var test = folder.resolve("test.jsonl");
        Files.writeString(test, Files.readString(test).replaceFirst("\"score\":3", "\"score\":1"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataSetFolder.read(folder))
                .withMessageContaining("is not the one of its manifest");
    }

    @Test
    void badLinesAreNamedWithWhatIsAllowed(@TempDir Path folder) throws Exception {
        var file = folder.resolve("bad.jsonl");
        Files.writeString(
                file,
                """
                {"prompt_key":"a","dimension":"Legality","prompt":"p","response":"r","score":2}

                {"prompt_key":"a","dimension":"Legal","prompt":"p","response":"r","score":3}
                nonsense
                {"dimension":"Safety","prompt":"p","score":3}
                """);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataSetFolder.readLines(file, "authored", false))
                .withMessageContainingAll(
                        "bad.jsonl:1: \"score\" is 2, Legality knows [3, 1]",
                        "bad.jsonl:3: unknown dimension \"Legal\", expected one of Fairness",
                        "bad.jsonl:4: not a JSON object",
                        "bad.jsonl:5: \"response\" is missing");
    }

    private static Freezing freezing(SplitRule rule, boolean drop) {
        return new Freezing(rule, Leakage.THRESHOLD, Map.of(), List.of(), drop);
    }

    private static List<Placed> items(int prompts, int answers) {
        var items = new ArrayList<Placed>();
        for (int p = 0; p < prompts; p++) {
            for (int a = 0; a < answers; a++) {
                items.add(placed(
                        "p" + p,
                        "第" + p + "个问题，怎么办呢",
                        text(p * 31 + a),
                        a % 2 == 0 ? 3 : 1,
                        "target-" + a,
                        "items:" + p + "." + a));
            }
        }
        return items;
    }

    /** No two are near. */
    private static String text(int number) {
        var random = new Random(number);
        return random.ints(40, 0x4e00, 0x8000).mapToObj(Character::toString).collect(Collectors.joining());
    }

    private static Placed placed(String key, String prompt, String response, int score, String target, String place) {
        return new Placed(
                new Item(
                        key,
                        Dimension.DIMENSION_SAFETY,
                        "Mental harm",
                        prompt,
                        response,
                        score,
                        new Item.Origin("authored", Optional.empty(), Optional.of(target), Optional.empty())),
                place);
    }

    private static Set<String> prompts(List<Item> items) {
        return items.stream().map(Item::prompt).collect(Collectors.toSet());
    }

    private static Set<String> targets(List<Item> items) {
        return items.stream().flatMap(item -> item.origin().target().stream()).collect(Collectors.toSet());
    }
}
