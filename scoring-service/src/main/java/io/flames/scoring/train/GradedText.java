package io.flames.scoring.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An answer with the score that its author gave it.
 *
 * @param promptKey the same for all answers to one prompt: they stay on one side of every split
 * @param score 3, 2 or 1; 3 or 1 in a binary dimension
 */
record GradedText(
        String promptKey, Dimension dimension, String subcomponent, String prompt, String response, int score) {
    private static final ObjectMapper JSON = new ObjectMapper();

    GradedText {
        if (!Dimensions.scoresOf(dimension).contains(score)) {
            throw new IllegalArgumentException(Dimensions.nameOf(dimension) + " has no score " + score);
        }
    }

    /** Class index in the dimension's head, from 0 for score 3. */
    int label() {
        return Dimensions.scoresOf(dimension).indexOf(score);
    }

    /** All lines of all {@code *.jsonl} in the folder, files by name. */
    static List<GradedText> readAll(Path folder) {
        var texts = new ArrayList<GradedText>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
                read(file, texts);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("graded texts cannot be read: " + folder, e);
        }
        return texts;
    }

    private static void read(Path file, List<GradedText> texts) throws IOException {
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank()) {
                try {
                    texts.add(parse(JSON.readTree(line)));
                } catch (IOException | IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            file.getFileName() + ":" + number + ": "
                                    + e.getMessage().lines().findFirst().orElse(""),
                            e);
                }
            }
        }
    }

    private static GradedText parse(JsonNode line) {
        String name = text(line, "dimension");
        return new GradedText(
                text(line, "prompt_key"),
                Dimensions.byName(name)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "unknown dimension \"" + name + "\", expected one of " + Dimensions.allowedNames())),
                text(line, "subcomponent"),
                text(line, "prompt"),
                text(line, "response"),
                line.path("score").asInt());
    }

    private static String text(JsonNode line, String field) {
        String text = line.path(field).asText();
        if (text.isBlank()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return text;
    }
}
