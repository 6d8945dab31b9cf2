package io.flames.scoring.golden;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.scoring.dataset.TrainingItems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to one scorer version beside the encoder: heads, model card, golden items. Shipped as resources of
 * {@code scorer/onnx-heads/}, or read from a folder that {@code TrainMain --out} wrote.
 *
 * @param trainedOn what they were fitted on, where the file {@value TrainingItems#FILE} says so
 */
public record Weights(byte[] heads, JsonNode card, String cardJson, List<GoldenItem> golden, TrainingItems trainedOn) {
    public static final String HEADS = "heads.json";
    public static final String CARD = "model-card.json";
    public static final String GOLDEN = "golden.jsonl";

    private static final String SHIPPED = "scorer/";
    private static final String BY_DEFAULT = "onnx-heads";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param folder in place of the files that ship with the int8 encoder's scorer */
    public static Weights load(Optional<Path> folder) {
        return load(folder, BY_DEFAULT);
    }

    /**
     * @param folder in place of the shipped files
     * @param shipped name of the shipped files
     */
    public static Weights load(Optional<Path> folder, String shipped) {
        try {
            byte[] heads = read(folder, shipped, HEADS);
            byte[] card = read(folder, shipped, CARD);
            return new Weights(
                    heads,
                    JSON.readTree(card),
                    new String(card, StandardCharsets.UTF_8),
                    golden(read(folder, shipped, GOLDEN)),
                    trainedOn(folder, shipped));
        } catch (IOException e) {
            throw new IllegalStateException("the scorer's weights cannot be read: " + e.getMessage(), e);
        }
    }

    /** From the model card, from 1. */
    public int version() {
        return card.path("version").asInt();
    }

    /** From the model card: absolute, on a logit, wherever the scorer runs. */
    public double goldenTolerance() {
        return card.path("golden").path("tolerance").asDouble();
    }

    /**
     * From the model card: absolute, on a logit.
     *
     * @param platform where the scorer runs; the tolerance is narrower where the items were recorded on the same
     */
    public double goldenTolerance(String platform) {
        return platform.equals(card.path("golden").path("recordedOn").asText())
                ? card.path("golden").path("toleranceThere").asDouble(goldenTolerance())
                : goldenTolerance();
    }

    private static TrainingItems trainedOn(Optional<Path> folder, String shipped) throws IOException {
        if (folder.isPresent()) {
            return TrainingItems.in(folder.get());
        }
        try (InputStream in = resource(shipped, TrainingItems.FILE)) {
            return in == null ? TrainingItems.unknown() : TrainingItems.parse(in.readAllBytes());
        }
    }

    private static byte[] read(Optional<Path> folder, String shipped, String name) throws IOException {
        if (folder.isPresent()) {
            try {
                return Files.readAllBytes(folder.get().resolve(name));
            } catch (NoSuchFileException missing) {
                throw new IOException(
                        "no " + name + " in " + folder.get() + ": no training wrote this folder to its end", missing);
            }
        }
        try (InputStream in = resource(shipped, name)) {
            if (in == null) {
                throw new IOException("no resource " + SHIPPED + shipped + "/" + name);
            }
            return in.readAllBytes();
        }
    }

    private static @Nullable InputStream resource(String shipped, String name) {
        return Weights.class.getClassLoader().getResourceAsStream(SHIPPED + shipped + "/" + name);
    }

    /**
     * Golden items of another scorer, JSON lines.
     *
     * @throws IllegalArgumentException when the file cannot be read or is no golden items
     */
    public static List<GoldenItem> goldenFile(Path file) {
        try {
            return golden(Files.readAllBytes(file));
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("golden items cannot be read from " + file + ": " + e.getMessage(), e);
        }
    }

    static List<GoldenItem> golden(byte[] jsonLines) throws IOException {
        var items = new ArrayList<GoldenItem>();
        try (var values = JSON.readerFor(new TypeReference<GoldenItem>() {}).<GoldenItem>readValues(jsonLines)) {
            values.forEachRemaining(items::add);
        }
        return items;
    }
}
