package io.flames.scoring.registry;

import io.flames.scoring.dataset.Item;
import io.flames.scoring.dataset.ItemLine;
import io.flames.scoring.golden.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The project's own graded texts as data for the gate; what the versions say of them is all the same. */
final class GradedTexts {
    private GradedTexts() {}

    /** JSON lines of the first so many, whatever was trained on them. */
    static byte[] any(int items) throws IOException {
        return body(lines(), items);
    }

    /** Those that the shipped weights were not trained on, nor on nearly the same. */
    static byte[] heldOut(int items) throws IOException {
        var byItem = new LinkedHashMap<Item, String>();
        lines().forEach(line -> byItem.put(ItemLine.parse(line, "authored", Optional.empty()), line));
        byItem.keySet()
                .removeAll(Weights.load(Optional.empty())
                        .trainedOn()
                        .among(byItem.keySet())
                        .keySet());
        return body(List.copyOf(byItem.values()), items);
    }

    private static byte[] body(List<String> lines, int items) {
        return lines.stream().limit(items).collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> lines() throws IOException {
        var folder = Path.of(System.getProperty("flames.root"), "scoring-service/training/graded");
        try (var files = Files.list(folder)) {
            var lines = new ArrayList<String>();
            for (Path file : files.filter(path -> path.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList()) {
                lines.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
            }
            return lines.stream().distinct().toList();
        }
    }
}
