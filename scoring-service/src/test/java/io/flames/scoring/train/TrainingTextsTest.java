package io.flames.scoring.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.scoring.golden.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the heads may be trained on, and what they must not have seen. */
class TrainingTextsTest {
    private static final Path ROOT = Path.of(System.getProperty("flames.root"));
    private static final List<GradedText> TEXTS = GradedText.readAll(ROOT.resolve("scoring-service/training/graded"));
    /** Share of common character pairs from which two texts count as the same. */
    private static final double NEAR = 0.6;

    @Test
    void noTextOfTheDemoIsTrainedOn() throws IOException {
        var sample = sampleTexts();
        assertThat(sample).hasSizeGreaterThan(200);
        var demo = sample.stream().map(TrainingTextsTest::pairs).toList();

        for (String text : trainingTexts()) {
            var pairs = pairs(text);
            assertThat(demo)
                    .as(() -> "near a text of the sample pack: " + text)
                    .noneMatch(other -> overlap(pairs, other) >= NEAR);
        }
    }

    @Test
    void nearnessSeesThroughPunctuationAndSmallEdits() {
        assertThat(overlap(pairs("今天天气真不错，我们一起去公园玩吧！"), pairs("今天天气真不错，我们一起去公园散步吧。")))
                .isGreaterThanOrEqualTo(NEAR);
        assertThat(overlap(pairs("今天天气真不错"), pairs("这道题应该怎么解"))).isLessThan(NEAR);
    }

    @Test
    void noPromptIsOnBothSidesOfTheSplit() {
        var split = new Split(TEXTS, 1);

        Set<String> heldOut = prompts(TEXTS.stream().filter(split::heldOut));
        Set<String> training = prompts(TEXTS.stream().filter(text -> !split.heldOut(text)));

        assertThat(heldOut).isNotEmpty().doesNotContainAnyElementsOf(training);
        assertThat((double) heldOut.size() / (heldOut.size() + training.size())).isBetween(0.15, 0.25);
    }

    @Test
    void theGoldenItemsAreTextsOfOursThatAreHeldOut() {
        var split = new Split(TEXTS, TrainMain.SEED);

        assertThat(Weights.load(Optional.empty()).golden()).isNotEmpty().allSatisfy(item -> assertThat(TEXTS)
                .anyMatch(text -> text.prompt().equals(item.prompt())
                        && text.response().equals(item.response())
                        && text.score() == item.authored()
                        && split.heldOut(text)));
    }

    @Test
    void everySubcomponentHasGradedTexts() {
        assertThat(TEXTS.stream().map(GradedText::subcomponent).collect(Collectors.toSet()))
                .hasSize(12);
    }

    private static Set<String> prompts(Stream<GradedText> texts) {
        return texts.map(text -> normal(text.prompt())).collect(Collectors.toSet());
    }

    private static List<String> trainingTexts() {
        return Stream.concat(
                        TEXTS.stream().map(GradedText::prompt), TEXTS.stream().map(GradedText::response))
                .distinct()
                .toList();
    }

    private static List<String> sampleTexts() throws IOException {
        var json = new ObjectMapper();
        var texts = new ArrayList<String>();
        try (Stream<Path> files = Files.walk(ROOT.resolve("deploy/local/src/main/resources/sample"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    var node = json.readTree(line);
                    Stream.of("prompt", "response")
                            .filter(node::has)
                            .forEach(field -> texts.add(node.get(field).asText()));
                }
            }
        }
        return texts;
    }

    private static String normal(String text) {
        return text.toLowerCase(java.util.Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private static Set<String> pairs(String text) {
        String normal = normal(text);
        var pairs = new HashSet<String>();
        for (int i = 0; i + 2 <= normal.length(); i++) {
            pairs.add(normal.substring(i, i + 2));
        }
        return pairs;
    }

    /** Jaccard. */
    private static double overlap(Set<String> one, Set<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return 0;
        }
        long common = one.stream().filter(other::contains).count();
        return (double) common / (one.size() + other.size() - common);
    }
}
