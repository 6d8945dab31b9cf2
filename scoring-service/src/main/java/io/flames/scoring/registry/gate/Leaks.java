package io.flames.scoring.registry.gate;

import io.flames.scoring.dataset.Item;
import io.flames.scoring.dataset.TrainingItems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What of the held-out data is not held out: one of the versions was trained on it, or on nearly the same response.
 *
 * @param items that have to go
 * @param named the first of them, {@value #MOST} at most
 */
public record Leaks(Set<Item> items, List<Leak> named) {
    static final int MOST = 19;

    public Leaks {
        items = Set.copyOf(items);
        named = List.copyOf(named);
    }

    /**
     * One of them.
     *
     * @param item its line, such as {@code line 17}
     * @param version that was trained on it, such as {@code onnx-heads@4}
     * @param what {@code item}: the same prompt with the same response; {@code near_response}: nearly the same response
     */
    public record Leak(String item, String version, String what) {
        /** For people. */
        public String text() {
            return item + (what.equals("item") ? ": " : ": nearly the same response as one that ") + version
                    + " was trained on" + (what.equals("item") ? " it" : "");
        }
    }

    /**
     * A version, and what is known of the items that it was trained on.
     *
     * @param version such as {@code onnx-heads@4}, which two of them may share
     */
    public record Trained(String version, TrainingItems items) {}

    public static Leaks of(HeldOut heldOut, List<Trained> versions) {
        var items = new HashSet<Item>();
        var named = new ArrayList<Leak>();
        versions.forEach(trained -> {
            var seen = trained.items().among(heldOut.items());
            heldOut.placed().forEach(line -> {
                var how = seen.get(line.item());
                if (how != null && items.add(line.item()) && named.size() < MOST) {
                    named.add(
                            new Leak(line.place(), trained.version(), how.name().toLowerCase(Locale.ROOT)));
                }
            });
        });
        return new Leaks(items, named);
    }

    /** For people. */
    String text() {
        return items.size() + (items.size() == 1 ? " item is" : " items are")
                + " not held out: a version was trained on them; dropLeaks=true (--drop-leaks) leaves them out";
    }
}
