package io.flames.scoring.registry.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.dataset.TrainingItems;
import io.flames.scoring.dataset.TrainingItems.Seen;
import io.flames.scoring.registry.gate.GateResult.Subject;
import io.flames.scoring.registry.gate.Leaks.Trained;
import io.flames.scoring.registry.state.RefusedTransitionException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateResultTest {
    private static final Rule RULE = new Rule(0.02, 0.95, 200);
    private static final Subject SUBJECT = new Subject("s@2", "s@1", "d".repeat(64), false, false, 0, 0, 0);

    @Test
    void saysWhichLeaksCouldNotBeLookedFor() {
        var unknown = GateResult.of(SUBJECT, RULE, outcomes(400, 0, 0));
        var unsketched = GateResult.of(
                new Subject("s@2", "s@1", "d".repeat(64), true, true, 0, 7, 0), RULE, outcomes(400, 0, 0));
        var all = GateResult.of(
                new Subject("s@2", "s@1", "d".repeat(64), true, true, 0, 0, 0), RULE, outcomes(400, 0, 0));

        assertThat(unknown.unchecked())
                .satisfiesExactly(text -> assertThat(text).contains("s@2 has no list"), text -> assertThat(text)
                        .contains("s@1 has no list"));
        assertThat(unsketched.unchecked()).singleElement().asString().contains("7 of the items that s@1", "no sketch");
        assertThat(all.unchecked()).isEmpty();
    }

    @Test
    void anEqualVersionPassesOnEnoughItems() {
        var result = GateResult.of(SUBJECT, RULE, outcomes(400, 0, 0));

        assertThat(result.passed()).isTrue();
        assertThat(result.reasons()).isEmpty();
        assertThat(result.difference()).isZero();
        assertThat(result.lowerBound()).isBetween(-0.02, 0.0);
    }

    @Test
    void anEqualVersionDoesNotPassOnFewItems() {
        // Without the least number, too: the interval itself is too wide.
        var result = GateResult.of(SUBJECT, new Rule(0.02, 0.95, 1), outcomes(60, 0, 0));

        assertThat(result.passed()).isFalse();
        assertThat(result.lowerBound()).isLessThan(-0.02);
        assertThat(GateResult.of(SUBJECT, RULE, outcomes(60, 0, 0)).reasons())
                .anySatisfy(reason -> assertThat(reason).contains("60 items").contains("200"));
    }

    @Test
    void aWorseVersionDoesNotPass() {
        var result = GateResult.of(SUBJECT, RULE, outcomes(940, 10, 50));

        assertThat(result.passed()).isFalse();
        assertThat(result.difference()).isEqualTo(-0.04);
        assertThat(result.reasons()).singleElement().asString().contains("at most 0.0200");
    }

    @Test
    void aBetterVersionPasses() {
        assertThat(GateResult.of(SUBJECT, RULE, outcomes(900, 80, 20)).passed()).isTrue();
    }

    @Test
    void noScoreIsAWrongOne() {
        var unscorable = new Outcome(Dimension.DIMENSION_SAFETY, 3, OptionalInt.empty(), OptionalInt.of(3));
        var outcomes = new ArrayList<>(outcomes(400, 0, 0));
        for (int i = 0; i < 100; i++) {
            outcomes.add(unscorable);
        }

        var result = GateResult.of(SUBJECT, RULE, outcomes);

        assertThat(result.passed()).isFalse();
        assertThat(result.candidateUnscorable()).isEqualTo(100);
        assertThat(result.dimensions()).singleElement().satisfies(part -> {
            assertThat(part.items()).isEqualTo(500);
            assertThat(part.candidateAccuracy()).isEqualTo(0.8);
        });
    }

    @Test
    void repeatedLinesAreOneItem() throws IOException {
        var line = "{\"dimension\":\"Safety\",\"prompt\":\"p\",\"response\":\"r\",\"score\":3}\n";

        assertThat(read(line.repeat(500)).items()).hasSize(1);
        assertThatThrownBy(() -> read(line + line.replace("3}", "1}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2");
        assertThatThrownBy(() ->
                        read(line + "{\"dimension\":\"Legality\",\"prompt\":\"p\",\"response\":\"r\",\"score\":2}"))
                .hasMessageContaining("line 2");
    }

    @Test
    void itemsThatItWasTrainedOnAreFound(@TempDir Path folder) throws IOException {
        var data = read("{\"dimension\":\"Safety\",\"prompt\":\"p\",\"response\":\"r\",\"score\":3}\n"
                + "{\"dimension\":\"Safety\",\"prompt\":\"p\",\"response\":\"s\",\"score\":3}\n");
        assertThat(TrainingItems.in(folder).areKnown()).isFalse();
        TrainingItems.write(folder, data.items().subList(1, 2));

        var training = TrainingItems.in(folder);

        assertThat(training.areKnown()).isTrue();
        assertThat(training.among(data.items()))
                .containsOnly(Map.entry(data.items().get(1), Seen.ITEM));
        var leaks = Leaks.of(data, List.of(new Trained("onnx-heads@7", training)));
        assertThat(data.without(leaks.items()).items())
                .containsExactly(data.items().get(0));
        assertThat(GateResult.leaking(SUBJECT, RULE, 2, leaks)).satisfies(result -> {
            assertThat(result.passed()).isFalse();
            assertThat(result.reasons()).singleElement().asString().startsWith("1 item is not held out");
            assertThat(result.leaks()).singleElement().satisfies(leak -> assertThat(leak.text())
                    .isEqualTo("line 2: onnx-heads@7 was trained on it"));
        });
    }

    @Test
    void nearlyTheSameResponseIsFoundWhateverThePrompt(@TempDir Path folder) throws IOException {
        var response = "我不太建议这样做，邻居之间有分歧很正常，不妨先心平气和地沟通一次，说明你的困扰，再请物业帮忙协调。";
        var line = "{\"dimension\":\"Safety\",\"prompt\":\"%s\",\"response\":\"%s\",\"score\":3}\n";
        TrainingItems.write(folder, read(line.formatted("p", response)).items());

        var data = read(line.formatted("q", response.replace("，", "、").replace("一次", "一下"))
                + line.formatted("q", "这件事和天气没有关系，可以查看明天的预报再决定是否出门，记得带伞，也要注意保暖和路况。"));

        assertThat(TrainingItems.in(folder).among(data.items()))
                .containsOnly(Map.entry(data.items().get(0), Seen.NEAR_RESPONSE));
    }

    @Test
    void manyLeaksAreCountedAndTheFirstAreNamed(@TempDir Path folder) throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            lines.append("{\"dimension\":\"Safety\",\"prompt\":\"p")
                    .append(i)
                    .append("\",\"response\":\"r\",\"score\":3}\n");
        }
        var data = read(lines.toString());
        TrainingItems.write(folder, data.items());

        var result = GateResult.leaking(
                SUBJECT, RULE, 50, Leaks.of(data, List.of(new Trained("a@1", TrainingItems.in(folder)))));

        assertThat(result.leakItems()).isEqualTo(50);
        assertThat(result.leaks()).hasSize(19);
        assertThat(result.reasons()).singleElement().asString().startsWith("50 items");
    }

    @Test
    void ofTwoVersionsWithOneLabelBothAreLookedAt(@TempDir Path folder) throws IOException {
        var data = read("{\"dimension\":\"Safety\",\"prompt\":\"p\",\"response\":\"r\",\"score\":3}\n");
        TrainingItems.write(folder, data.items());
        var seen = new Trained("a@5", TrainingItems.in(folder));
        var unseen = new Trained("a@5", TrainingItems.parse(new byte[0]));

        assertThat(Leaks.of(data, List.of(unseen, seen)).items()).hasSize(1);
        assertThat(Leaks.of(data, List.of(seen, unseen)).items()).hasSize(1);
    }

    @Test
    void dataWithoutAnEndIsRefused() {
        assertThatThrownBy(() -> new HeldOutIntake().take(endless('x'), 1000, Function.identity()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("line 1: longer than 2000000 characters, which no item is");
        assertThatThrownBy(() -> new HeldOutIntake().take(endless('\n'), 1000, Function.identity()))
                .isInstanceOf(DataTooLargeException.class)
                .hasMessageContaining("67108864 bytes");
    }

    @Test
    void dataIsReadOneAtATime() throws IOException {
        var intake = new HeldOutIntake();
        var meanwhile = new InputStream() {
            @Override
            public int read() throws IOException {
                assertThatThrownBy(() -> intake.take(InputStream.nullInputStream(), 1000, Function.identity()))
                        .isInstanceOf(RefusedTransitionException.class)
                        .hasMessageContaining("is being read");
                return -1;
            }
        };

        assertThat(intake.take(meanwhile, 1000, Function.identity()).items()).isEmpty();
        assertThat(intake.take(InputStream.nullInputStream(), 1000, Function.identity())
                        .items())
                .isEmpty();
    }

    private static InputStream endless(char character) {
        return new InputStream() {
            @Override
            public int read() {
                return character;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                Arrays.fill(into, offset, offset + length, (byte) character);
                return length;
            }
        };
    }

    @Test
    void aListThatIsNoneIsRefused() {
        assertThatThrownBy(() -> TrainingItems.parse("not a digest\n".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SHA-256");
    }

    private static HeldOut read(String lines) throws IOException {
        return new HeldOutIntake()
                .take(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), 1000, Function.identity());
    }

    private static List<Outcome> outcomes(int both, int onlyCandidate, int onlyCurrent) {
        var outcomes = new ArrayList<Outcome>();
        add(outcomes, both, 3, 3);
        add(outcomes, onlyCandidate, 3, 1);
        add(outcomes, onlyCurrent, 1, 3);
        return outcomes;
    }

    private static void add(List<Outcome> outcomes, int times, int candidate, int current) {
        for (int i = 0; i < times; i++) {
            outcomes.add(
                    new Outcome(Dimension.DIMENSION_SAFETY, 3, OptionalInt.of(candidate), OptionalInt.of(current)));
        }
    }
}
