package io.flames.scoring.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A prompt with its response. */
record Pair(Dimension dimension, String prompt, String response) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * So many pairs in an order that is always the same; texts come again where the file has fewer.
     *
     * @param data a file of JSON lines with dimension, prompt and response, or a folder of such files
     * @throws IOException with file and line, when one is not such a line
     */
    static List<Pair> read(Path data, int count, long seed) throws IOException {
        var all = new ArrayList<Pair>();
        for (Path file : files(data)) {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (!line.isBlank()) {
                    all.add(parse(line, file + ":" + number));
                }
            }
        }
        if (all.isEmpty()) {
            throw new IOException(data + ": no pairs");
        }
        Collections.shuffle(all, new Random(seed));
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i < count; i++) {
            pairs.add(all.get(i % all.size()));
        }
        return pairs;
    }

    private static List<Path> files(Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            return List.of(data);
        }
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }

    private static Pair parse(String line, String where) throws IOException {
        var fields = JSON.readTree(line);
        var dimension = Dimensions.byName(fields.path("dimension").asText())
                .orElseThrow(() -> new IOException(where + ": dimension is not one of " + Dimensions.allowedNames()));
        if (!fields.path("prompt").isTextual() || !fields.path("response").isTextual()) {
            throw new IOException(where + ": prompt and response have to be texts");
        }
        return new Pair(
                dimension,
                fields.path("prompt").asText(),
                fields.path("response").asText());
    }
}
