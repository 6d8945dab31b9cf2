package io.flames.scoring.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.HeadsFile;
import io.flames.scoring.heads.LinearHead;
import io.flames.scoring.onnx.EncoderFiles;
import io.flames.scoring.onnx.OnnxScorer;
import io.flames.scoring.scorer.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The shipped golden items against the shipped heads, and against heads that somebody broke. */
class SelfTestTest {
    private static final EncoderFiles FILES = EncoderFiles.load(EncoderFiles.Variant.INT8);
    private static final Weights SHIPPED = Weights.load(Optional.empty());

    @Test
    void theShippedHeadsPass() {
        var result = run(SHIPPED.heads());

        assertThat(result.faults()).isEmpty();
        assertThat(result.items()).isGreaterThanOrEqualTo(39);
    }

    @Test
    void everyClassOfEveryHeadHasThreeItems() {
        for (Dimension dimension : Dimensions.ALL) {
            for (int score : Dimensions.scoresOf(dimension)) {
                assertThat(SHIPPED.golden())
                        .filteredOn(item -> item.dimension().equals(Dimensions.nameOf(dimension)))
                        .filteredOn(item -> item.score() == score)
                        .hasSizeGreaterThanOrEqualTo(SelfTest.LEAST_A_CLASS);
            }
        }
    }

    @Test
    void logitsWithinTheToleranceCannotChangeAClass() {
        assertThat(SHIPPED.golden())
                .allSatisfy(item -> assertThat(item.margin()).isGreaterThan(2 * SHIPPED.goldenTolerance()));
    }

    @Test
    void constantHeadsAreRefused() {
        var shipped = HeadsFile.read(SHIPPED.heads());
        var result = run(HeadsFile.write(new Heads(
                shipped.features(),
                shipped.heads().stream()
                        .map(head -> new LinearHead(
                                new float[head.classes()][head.width()], new float[head.classes()], head.temperature()))
                        .toList())));

        assertThat(result.passed()).isFalse();
        assertThat(result.faults()).anyMatch(fault -> fault.contains("recorded"));
    }

    @Test
    void shuffledClassesAreRefused() {
        var result = run(tampered(head -> {
            var rows = new ArrayList<>(List.of(head.weights()));
            Collections.rotate(rows, 1);
            return new LinearHead(rows.toArray(new float[0][]), head.bias(), head.temperature());
        }));

        assertThat(result.passed()).isFalse();
    }

    @Test
    void swappedHeadsAreRefused() {
        var heads = HeadsFile.read(SHIPPED.heads());
        var swapped = new ArrayList<>(heads.heads());
        Collections.swap(swapped, 0, 1);

        assertThat(run(HeadsFile.write(new Heads(heads.features(), swapped, heads.ngrams())))
                        .passed())
                .isFalse();
    }

    @Test
    void logitsThatDriftAreRefusedThoughTheClassesHold() {
        var result = run(tampered(head -> {
            var bias = head.bias().clone();
            for (int c = 0; c < bias.length; c++) {
                bias[c] += (float) (SHIPPED.goldenTolerance() * 2);
            }
            return new LinearHead(head.weights(), bias, head.temperature());
        }));

        assertThat(result.faults()).isNotEmpty().allMatch(fault -> fault.contains("off, tolerance"));
    }

    @Test
    void missingGoldenItemsAreAFault() {
        var few = SHIPPED.golden().subList(0, 5);

        var result = new SelfTest(new GoldenSet(few, 10, 1))
                .judge(few.stream().<Verdict>map(item -> scored(item.score())).toList());

        assertThat(result.faults()).anyMatch(fault -> fault.startsWith("class Data protection 1 has 0 golden items"));
    }

    @Test
    void aJudgeMayMissSomeItemsButNotMany() {
        var authored = SHIPPED.golden().stream().map(GoldenItem::asAuthored).toList();
        var test = new SelfTest(new GoldenSet(authored, 0, 0.6));
        var right = authored.stream().<Verdict>map(item -> scored(item.score())).toList();

        assertThat(test.judge(missing(right, authored.size() / 3)).faults()).isEmpty();
        assertThat(test.judge(missing(right, authored.size() / 2)).faults())
                .isNotEmpty()
                .allMatch(fault -> fault.contains("no score"));
    }

    @Test
    void aJudgeThatAlwaysSaysTheSameIsRefusedWhateverTheAgreement() {
        var authored = SHIPPED.golden().stream().map(GoldenItem::asAuthored).toList();
        var test = new SelfTest(new GoldenSet(authored, 0, 0.01));

        var result =
                test.judge(authored.stream().<Verdict>map(item -> scored(3)).toList());

        assertThat(result.faults()).containsExactly("the scorer gives score 3 to every item");
    }

    private static List<Verdict> missing(List<Verdict> verdicts, int count) {
        var some = new ArrayList<>(verdicts);
        for (int i = 0; i < count; i++) {
            some.set(i * 2, new Verdict.Unscorable(Verdict.Reason.NO_VERDICT, "none"));
        }
        return some;
    }

    private static Verdict scored(int score) {
        return new Verdict.Scored(score, List.of(), 1, false, 1);
    }

    private static byte[] tampered(UnaryOperator<LinearHead> change) {
        var heads = HeadsFile.read(SHIPPED.heads());
        return HeadsFile.write(
                new Heads(heads.features(), heads.heads().stream().map(change).toList(), heads.ngrams()));
    }

    private static SelfTest.Result run(byte[] heads) {
        try (var scorer = new OnnxScorer(FILES, 1, heads)) {
            var test = new SelfTest(new GoldenSet(SHIPPED.golden(), SHIPPED.goldenTolerance(), 1));
            return test.judge(test.inputs().stream().map(scorer::score).toList());
        }
    }
}
