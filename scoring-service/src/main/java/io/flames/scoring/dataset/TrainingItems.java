package io.flames.scoring.dataset;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.scorer.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * Which items a version was trained on, as far as its folder says so: the file {@value #FILE}, a line each: the SHA-256 of
 * dimension, prompt and response as {@link #digestOf(Item)} makes it, and, after a space, a {@link Sketch} of the response, which
 * may be missing. No texts.
 */
public final class TrainingItems {
    /** In a version's folder. */
    public static final String FILE = "training-items.txt";

    private static final int DIGEST = 64;

    private final Optional<Set<String>> digests;
    private final List<Sketch> sketches;
    private final int unsketched;

    private TrainingItems(Optional<Set<String>> digests, List<Sketch> sketches, int unsketched) {
        this.digests = digests;
        this.sketches = sketches;
        this.unsketched = unsketched;
    }

    public static TrainingItems in(Path folder) throws IOException {
        var file = folder.resolve(FILE);
        return Files.isRegularFile(file) ? parse(Files.readAllBytes(file)) : unknown();
    }

    /**
     * @param file content of {@value #FILE}
     * @throws IllegalArgumentException when a line is none
     */
    public static TrainingItems parse(byte[] file) {
        var digests = new HashSet<String>();
        var sketches = new ArrayList<Sketch>();
        var unsketched = new HashSet<String>();
        new String(file, StandardCharsets.US_ASCII)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(line -> {
                    int end = line.indexOf(' ');
                    if ((end < 0 ? line.length() : end) != DIGEST) {
                        throw new IllegalArgumentException(FILE + ": a line begins with a SHA-256 of " + DIGEST
                                + " hex digits and has a sketch after it, or nothing");
                    }
                    digests.add(line.substring(0, DIGEST));
                    if (end > 0) {
                        sketches.add(Sketch.parse(line.substring(end + 1)));
                    } else {
                        unsketched.add(line);
                    }
                });
        return new TrainingItems(Optional.of(digests), List.copyOf(sketches), unsketched.size());
    }

    /** Writes them into a version's folder. */
    public static void write(Path folder, List<Item> items) throws IOException {
        var lines = new TreeSet<String>();
        items.forEach(item -> lines.add(line(item.dimension(), item.prompt(), item.response())));
        writeLines(folder, lines);
    }

    /**
     * Writes lines into a version's folder, in their order.
     *
     * @param lines see {@link #line}
     */
    public static void writeLines(Path folder, Collection<String> lines) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve(FILE), String.join("\n", new TreeSet<>(lines)) + "\n", StandardCharsets.US_ASCII);
    }

    /** Of the file, without its end. */
    public static String line(Dimension dimension, String prompt, String response) {
        return digestOf(dimension, prompt, response) + " " + Sketch.of(response).text();
    }

    /** None are known. */
    public static TrainingItems unknown() {
        return new TrainingItems(Optional.empty(), List.of(), 0);
    }

    public boolean areKnown() {
        return digests.isPresent();
    }

    /** How many there are; 0 where they are not known. */
    public int size() {
        return digests.map(Set::size).orElse(0);
    }

    /** How many have no sketch: whether a response is nearly theirs is not known. */
    public int unsketched() {
        return unsketched;
    }

    public boolean contains(Dimension dimension, String prompt, String response) {
        return digests.isPresent() && digests.get().contains(digestOf(dimension, prompt, response));
    }

    /** How an item meets what a version was trained on. */
    public enum Seen {
        /** The same prompt with the same response. */
        ITEM,
        /** Nearly the same response, to whatever prompt: as {@link Leakage} has it, by estimate. */
        NEAR_RESPONSE
    }

    /** Which of the items it was trained on, and how. */
    public Map<Item, Seen> among(Collection<Item> items) {
        var found = new HashMap<Item, Seen>();
        var index = index();
        var known = digests.orElse(Set.of());
        for (Item item : items) {
            if (known.contains(digestOf(item))) {
                found.put(item, Seen.ITEM);
            } else if (isNear(index, Sketch.of(item.response()))) {
                found.put(item, Seen.NEAR_RESPONSE);
            }
        }
        return found;
    }

    private Map<Long, List<Sketch>> index() {
        var index = new HashMap<Long, List<Sketch>>();
        for (Sketch sketch : sketches) {
            for (long band : sketch.bands()) {
                index.computeIfAbsent(band, b -> new ArrayList<>()).add(sketch);
            }
        }
        return index;
    }

    private static boolean isNear(Map<Long, List<Sketch>> index, Sketch sketch) {
        return LongStream.of(sketch.bands())
                .boxed()
                .flatMap(band -> index.getOrDefault(band, List.of()).stream())
                .anyMatch(other -> other.overlap(sketch) >= Leakage.THRESHOLD);
    }

    /** The same for the same response to the same prompt, whoever gave it and whatever its label. */
    public static String digestOf(Item item) {
        return digestOf(item.dimension(), item.prompt(), item.response());
    }

    /** {@link #digestOf(Item)} of its parts. */
    public static String digestOf(Dimension dimension, String prompt, String response) {
        return new Digest()
                .part("dimension", Dimensions.nameOf(dimension))
                .part("prompt", prompt)
                .part("response", response)
                .hex();
    }
}
