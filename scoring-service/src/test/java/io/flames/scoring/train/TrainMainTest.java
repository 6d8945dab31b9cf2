package io.flames.scoring.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.contracts.Dimensions;
import io.flames.scoring.golden.Weights;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.HeadsFile;
import io.flames.scoring.heads.LinearHead;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainMainTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theShippedWeightsDifferFromOthers() {
        Heads shipped = HeadsFile.read(Weights.load(Optional.empty()).heads());

        assertThat(HeadsComparison.difference(shipped, shipped, 0)).isEmpty();
        assertThat(HeadsComparison.difference(shipped, changed(shipped), 0.05))
                .hasValueSatisfying(difference -> assertThat(difference).contains("a weight of Morality differs"));
    }

    @Test
    void theCardForPeopleIsThatOfTheShippedWeights() throws Exception {
        var card = new ObjectMapper().readValue(Weights.load(Optional.empty()).cardJson(), ModelCard.class);

        assertThat(Path.of(System.getProperty("flames.root"), "scoring-service", "MODEL_CARD.md"))
                .hasContent(ModelCardText.of(card));
    }

    /** A promotion's gate refuses what is in this list; what is held out has to get through. */
    @Test
    void theShippedItemListIsThatOfTheShippedWeights() throws Exception {
        var shipped = Weights.load(Optional.empty());
        var card = new ObjectMapper().readValue(shipped.cardJson(), ModelCard.class);

        assertThat(shipped.trainedOn().size())
                .isGreaterThanOrEqualTo(card.data().trainingTexts());
        assertThat(shipped.golden()).noneMatch(item -> shipped.trainedOn()
                .contains(Dimensions.byName(item.dimension()).orElseThrow(), item.prompt(), item.response()));
    }

    @Test
    void aWrongOptionIsUsage() {
        assertThat(run("--nonsense")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("unknown option --nonsense", "usage:");
        assertThat(run("--graded", "/no/such/folder")).isEqualTo(2);
        assertThat(run("--out")).isEqualTo(2);
        assertThat(run("--help")).isZero();
    }

    @Test
    void aWrongLineIsNamed(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("x.jsonl"),
                """
                {"prompt_key":"a","dimension":"Fairnes","subcomponent":"s","prompt":"p","response":"r","score":3}
                """);

        assertThat(run("--graded", folder.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("x.jsonl:1: unknown dimension \"Fairnes\", expected one of Fairness, Safety");
    }

    private int run(String... args) {
        return TrainMain.run(
                args,
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static Heads changed(Heads heads) {
        var others = new ArrayList<>(heads.heads());
        LinearHead third = others.get(2);
        var bias = third.bias().clone();
        bias[0] += 100;
        others.set(2, new LinearHead(third.weights(), bias, third.temperature()));
        return new Heads(heads.features(), others, heads.ngrams());
    }
}
