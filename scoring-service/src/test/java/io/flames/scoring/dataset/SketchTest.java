package io.flames.scoring.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SketchTest {
    private final Random random = new Random(1);

    @Test
    void theEstimateOfTheOverlapIsRightOnAverage() {
        for (double wanted : new double[] {0.5, 0.8, 0.9}) {
            double estimated = 0;
            double real = 0;
            int pairs = 200;
            for (int i = 0; i < pairs; i++) {
                String one = text(120);
                // Triples of the start are shared: as many as give the overlap that is wanted.
                int kept = (int) (2 * wanted / (1 + wanted) * one.length());
                String other = one.substring(0, kept) + text(one.length() - kept);
                estimated += Sketch.of(one).overlap(Sketch.of(other)) / pairs;
                real += Texts.overlap(Texts.shingles(one), Texts.shingles(other)) / pairs;
            }
            assertThat(estimated).isCloseTo(real, within(0.02));
        }
    }

    @Test
    void allButOneInAThousandNearTextsAreCandidates() {
        int missed = 0;
        var index = new NearTexts(0.8);
        for (int i = 0; i < 1000; i++) {
            String one = text(100);
            String other = one.substring(0, 90) + text(9);
            int number = index.add(one);
            missed += Texts.overlap(Texts.shingles(one), Texts.shingles(other)) < 0.8
                            || index.near(other).contains(number)
                    ? 0
                    : 1;
        }
        assertThat(missed).isLessThanOrEqualTo(1);
    }

    @Test
    void itIsWrittenAndReadAgain() {
        var sketch = Sketch.of(text(50));

        assertThat(Sketch.parse(sketch.text()).overlap(sketch)).isEqualTo(1);
        assertThat(Sketch.of(text(50)).overlap(sketch)).isLessThan(0.2);
    }

    @Test
    void linesWithoutASketchAreCountedByItem() {
        var digests = "a".repeat(64) + "\n" + "a".repeat(64) + "\n" + "b".repeat(64) + "\n";
        var sketched = "c".repeat(64) + " " + Sketch.of(text(50)).text() + "\n";

        var known = TrainingItems.parse((digests + sketched).getBytes(StandardCharsets.US_ASCII));

        assertThat(known.size()).isEqualTo(3);
        assertThat(known.unsketched()).isEqualTo(2);
    }

    private String text(int length) {
        return random.ints(length, 0x4e00, 0x5600).mapToObj(Character::toString).collect(Collectors.joining());
    }
}
