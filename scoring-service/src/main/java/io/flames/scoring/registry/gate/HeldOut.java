package io.flames.scoring.registry.gate;

import io.flames.scoring.dataset.Item;
import io.flames.scoring.dataset.ItemLine;
import io.flames.scoring.dataset.Placed;
import io.flames.scoring.scorer.Digest;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Labelled responses that neither version was trained on: JSON lines of {@code {dimension, prompt, response, score}}. The
 * same response twice is one item, so that repeating lines makes no larger sample.
 *
 * @param placed the items with their lines
 * @param digest SHA-256 over the items
 */
public record HeldOut(List<Placed> placed, String digest) {
    public HeldOut {
        placed = List.copyOf(placed);
    }

    HeldOut(Collection<Placed> placed) {
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
}
