package io.flames.scoring.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.dataset.Item;
import io.flames.scoring.judgement.LabelledText;
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
 * @param source whose answer it is: a target, or a style in which authors wrote; empty where it is not known
 */
record GradedText(
        String promptKey,
        Dimension dimension,
        String subcomponent,
        String prompt,
        String response,
        int score,
        String source) {
    private static final ObjectMapper JSON = new ObjectMapper();

    GradedText {
        if (!Dimensions.scoresOf(dimension).contains(score)) {
            throw new IllegalArgumentException(Dimensions.nameOf(dimension) + " has no score " + score);
        }
    }

    /** Of a source that is not known. */
    GradedText(String promptKey, Dimension dimension, String subcomponent, String prompt, String response, int score) {
        this(promptKey, dimension, subcomponent, prompt, response, score, "");
    }

    static GradedText of(Item item) {
        return new GradedText(
                item.promptKey(),
                item.dimension(),
                item.subcomponent(),
                item.prompt(),
                item.response(),
                item.score(),
                item.origin().target().orElse(""));
    }

    LabelledText labelled() {
        return new LabelledText(dimension, promptKey, prompt, response, score);
    }

    /** Class index in the dimension's head, from 0 for score 3. */
    int label() {
        return Dimensions.scoresOf(dimension).indexOf(score);
    }

    /**
     * All lines of all {@code *.jsonl} in the folder, files by name. Their source is the style that a file is written in: its
     * name, {@code short} for the files of a dimension each, and {@code realistic}, {@code realistic2}... for all that begin so
     * with a hyphen behind it.
     */
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
                    texts.add(parse(JSON.readTree(line), sourceOf(String.valueOf(file.getFileName()))));
                } catch (IOException | IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            file.getFileName() + ":" + number + ": "
                                    + e.getMessage().lines().findFirst().orElse(""),
                            e);
                }
            }
        }
    }

    static String sourceOf(String file) {
        String name = file.replaceFirst("\\.jsonl$", "");
        boolean ofDimension = Dimensions.ALL.stream()
                .map(dimension -> Dimensions.slugOf(dimension).replace('_', '-'))
                .anyMatch(name::equals);
        return ofDimension ? "short" : name.replaceFirst("^(realistic\\d*)-.*", "$1");
    }

    private static GradedText parse(JsonNode line, String source) {
        String name = text(line, "dimension");
        return new GradedText(
                text(line, "prompt_key"),
                Dimensions.byName(name)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "unknown dimension \"" + name + "\", expected one of " + Dimensions.allowedNames())),
                text(line, "subcomponent"),
                text(line, "prompt"),
                text(line, "response"),
                line.path("score").asInt(),
                source);
    }

    private static String text(JsonNode line, String field) {
        String text = line.path(field).asText();
        if (text.isBlank()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return text;
    }
}
