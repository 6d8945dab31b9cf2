package io.flames.scoring.dataset;

import io.flames.contracts.Dimensions;
import io.flames.scoring.scorer.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which items a version was trained on, as far as its folder says so: the file {@value #FILE}, a digest a line, each the
 * SHA-256 of dimension, prompt and response as {@link #digestOf} makes it. No texts.
 */
public final class TrainingItems {
    /** In a version's folder. */
    public static final String FILE = "training-items.txt";

    private final Optional<Set<String>> digests;

    private TrainingItems(Optional<Set<String>> digests) {
        this.digests = digests;
    }

    public static TrainingItems in(Path folder) throws IOException {
        var file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return new TrainingItems(Optional.empty());
        }
        try (var lines = Files.lines(file, StandardCharsets.US_ASCII)) {
            return new TrainingItems(Optional.of(
                    lines.map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.toSet())));
        }
    }

    /** Writes them into a version's folder. */
    public static void write(Path folder, List<Item> items) throws IOException {
        Files.createDirectories(folder);
        var lines = items.stream()
                .map(TrainingItems::digestOf)
                .distinct()
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"));
        Files.writeString(folder.resolve(FILE), lines, StandardCharsets.US_ASCII);
    }

    /** None are known. */
    public static TrainingItems unknown() {
        return new TrainingItems(Optional.empty());
    }

    public boolean areKnown() {
        return digests.isPresent();
    }

    /** How many of the items it was trained on. */
    public long among(List<Item> items) {
        return digests.map(known -> items.stream()
                        .filter(item -> known.contains(digestOf(item)))
                        .count())
                .orElse(0L);
    }

    /** The same for the same response to the same prompt, whoever gave it and whatever its label. */
    public static String digestOf(Item item) {
        return new Digest()
                .part("dimension", Dimensions.nameOf(item.dimension()))
                .part("prompt", item.prompt())
                .part("response", item.response())
                .hex();
    }
}
