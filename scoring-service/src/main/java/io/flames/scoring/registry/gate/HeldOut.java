package io.flames.scoring.registry.gate;

import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.dataset.Item;
import io.flames.scoring.dataset.ItemLine;
import io.flames.scoring.dataset.Placed;
import io.flames.scoring.scorer.Digest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Labelled responses that neither version was trained on: JSON lines of {@code {dimension, prompt, response, score}}. The
 * same response twice is one item, so that repeating lines makes no larger sample.
 *
 * @param placed the items with their lines
 * @param digest SHA-256 over the items
 */
public record HeldOut(List<Placed> placed, String digest) {
    private static final int LONGEST_LINE = 2_000_000;

    public HeldOut {
        placed = List.copyOf(placed);
    }

    private HeldOut(Collection<Placed> placed) {
        this(List.copyOf(placed), digest(placed));
    }

    /** In their order. */
    public List<Item> items() {
        return placed.stream().map(Placed::item).toList();
    }

    /** What is left without some of them. */
    public HeldOut without(Set<Item> gone) {
        return new HeldOut(
                placed.stream().filter(line -> !gone.contains(line.item())).toList());
    }

    private static String digest(Collection<Placed> placed) {
        var digest = new Digest();
        placed.forEach(line -> digest.part("item", ItemLine.write(line.item())));
        return digest.hex();
    }

    /**
     * @param most items; more are refused
     * @throws IllegalArgumentException that names the line and says what is wrong and what is allowed
     */
    public static HeldOut read(InputStream jsonLines, int most) throws IOException {
        Map<Key, Placed> items = new LinkedHashMap<>();
        try (var lines = new BufferedReader(new InputStreamReader(jsonLines, StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    add(items, line, number);
                }
                if (items.size() > most) {
                    throw new IllegalArgumentException("more than " + most
                            + " items, at most that many are scored (flames.scoring.promotion.max-items)");
                }
            }
        }
        return new HeldOut(items.values());
    }

    private static void add(Map<Key, Placed> items, String line, int number) {
        if (line.length() > LONGEST_LINE) {
            throw new IllegalArgumentException(
                    "line " + number + ": longer than " + LONGEST_LINE + " characters, which no item is");
        }
        Item item;
        try {
            item = ItemLine.parse(line, "held-out", Optional.empty());
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("line " + number + ": " + wrong.getMessage(), wrong);
        }
        var before = items.putIfAbsent(
                new Key(item.dimension(), item.prompt(), item.response()), new Placed(item, "line " + number));
        if (before != null && before.item().score() != item.score()) {
            throw new IllegalArgumentException("line " + number + ": the same response was there with score "
                    + before.item().score() + ", expected one score a response");
        }
    }

    private record Key(Dimension dimension, String prompt, String response) {}
}
