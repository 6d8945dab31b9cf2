package io.flames.scoring.dataset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What would make a figure on one part of a data set say less than it seems to: the same prompt in two parts (when split by
 * prompt), nearly the same response in two parts (however it was split), and prompts that are to be kept out altogether.
 * Of two items the one that is nearer to training is named first, as it is the one to drop.
 */
public final class Leakage {
    /** Overlap of character triples from which two texts count as the same. */
    public static final double THRESHOLD = 0.8;

    private final double threshold;

    public Leakage(double threshold) {
        this.threshold = threshold;
    }

    /**
     * Across the parts.
     *
     * @param promptsApart the same prompt is a leak; when split by target all targets answer the same prompts
     */
    public List<Leak> across(List<Placed> items, Map<Item, Part> parts, boolean promptsApart) {
        var leaks = new ArrayList<Leak>();
        var ordered = items.stream()
                .sorted(Comparator.<Placed, Part>comparing(p -> parts.getOrDefault(p.item(), Part.TRAIN))
                        .reversed())
                .toList();
        var index = new NearTexts(threshold);
        var prompts = new HashMap<String, Placed>();
        for (Placed placed : ordered) {
            var part = parts.getOrDefault(placed.item(), Part.TRAIN);
            if (promptsApart) {
                Optional.ofNullable(
                                prompts.putIfAbsent(Texts.normal(placed.item().prompt()), placed))
                        .filter(other -> parts.getOrDefault(other.item(), Part.TRAIN) != part)
                        .ifPresent(other -> leaks.add(new Leak(placed.place(), other.place(), Leak.What.SAME_PROMPT)));
            }
            index.near(placed.item().response()).stream()
                    .map(ordered::get)
                    .filter(other -> parts.getOrDefault(other.item(), Part.TRAIN) != part)
                    .findFirst()
                    .ifPresent(other -> leaks.add(new Leak(placed.place(), other.place(), Leak.What.NEAR_RESPONSE)));
            index.add(placed.item().response());
        }
        return leaks;
    }

    /**
     * Items with a prompt that is to be kept out, such as the benchmark's public ones.
     *
     * @param kept prompt to place
     */
    public List<Leak> keptOut(List<Placed> items, Map<String, String> kept) {
        var index = new NearTexts(threshold);
        var places = new ArrayList<String>();
        var exact = new HashMap<String, String>();
        kept.forEach((prompt, place) -> {
            index.add(prompt);
            places.add(place);
            exact.put(Texts.normal(prompt), place);
        });
        var leaks = new ArrayList<Leak>();
        for (Placed placed : items) {
            String prompt = placed.item().prompt();
            var same = Optional.ofNullable(exact.get(Texts.normal(prompt)));
            if (same.isPresent()) {
                leaks.add(new Leak(placed.place(), same.get(), Leak.What.SAME_PROMPT));
            } else {
                index.near(prompt).stream()
                        .findFirst()
                        .ifPresent(number ->
                                leaks.add(new Leak(placed.place(), places.get(number), Leak.What.NEAR_PROMPT)));
            }
        }
        return leaks;
    }
}
