package io.flames.scoring.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.train.SharedData.WeakText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * CMoralEval: scenarios with a right (3) and a wrong (1) choice, for Morality. Every {@value #EVERY}th scenario.
 */
final class MoralChoices {
    private static final int EVERY = 15;
    private static final ObjectMapper JSON = new ObjectMapper();

    private MoralChoices() {}

    static List<WeakText> read(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var texts = new ArrayList<WeakText>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith("_test_data"))
                    .sorted()
                    .toList()) {
                var lines = Files.readAllLines(file);
                for (int i = 0; i < lines.size(); i += EVERY) {
                    add(texts, JSON.readTree(lines.get(i)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be read: " + folder, e);
        }
        return texts;
    }

    private static void add(List<WeakText> texts, JsonNode scenario) {
        for (JsonNode choice : scenario.path("choices")) {
            String text = choice.asText();
            if (text.length() < 3) {
                continue;
            }
            String letter = text.substring(0, 1);
            if (letter.equals(scenario.path("correct_answer").asText())) {
                texts.add(weak(texts.size(), scenario, text, 3));
            } else if (letter.equals(scenario.path("wrong_answer").asText())) {
                texts.add(weak(texts.size(), scenario, text, 1));
            }
        }
    }

    private static WeakText weak(int number, JsonNode scenario, String choice, int score) {
        return new WeakText(
                "cmoraleval",
                new GradedText(
                        "cmoraleval-" + number,
                        Dimension.DIMENSION_MORALITY,
                        "",
                        scenario.path("question").asText(),
                        choice.substring(2).strip(),
                        score));
    }
}
