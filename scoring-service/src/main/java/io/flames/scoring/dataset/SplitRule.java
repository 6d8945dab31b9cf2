package io.flames.scoring.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which items are for what. The same items and rule give the same split, whatever the items' order. */
public sealed interface SplitRule {
    /**
     * All answers of a target together, as the benchmark's authors did: a scorer is judged on targets that it has not seen.
     *
     * @param validation names of targets
     * @param test names of others; the rest trains
     */
    record ByTarget(Set<String> validation, Set<String> test) implements SplitRule {
        public ByTarget {
            validation = Set.copyOf(validation);
            test = Set.copyOf(test);
            if (validation.stream().anyMatch(test::contains)) {
                throw new IllegalArgumentException("a target is for validation or for the test, not for both");
            }
            if (validation.isEmpty() && test.isEmpty()) {
                throw new IllegalArgumentException(
                        "a split by target names targets for validation, for the test or both");
            }
        }

        @Override
        public Map<Item, Part> parts(List<Item> items) {
            var seen = new TreeSet<String>();
            var parts = new HashMap<Item, Part>();
            for (Item item : items) {
                String target = item.origin().target().orElse("");
                seen.add(target);
                parts.put(
                        item,
                        validation.contains(target) ? Part.VALIDATION : test.contains(target) ? Part.TEST : Part.TRAIN);
            }
            var missing = new TreeSet<>(validation);
            missing.addAll(test);
            missing.removeAll(seen);
            if (!missing.isEmpty()) {
                throw new IllegalArgumentException("no items of the target " + String.join(", ", missing)
                        + "; there are " + String.join(", ", seen));
            }
            return parts;
        }
    }

    /**
     * All answers to a prompt together, stratified by subcomponent.
     *
     * @param validationShare of a subcomponent's prompts, from 0 to below 1
     * @param testShare likewise
     */
    record ByPrompt(double validationShare, double testShare, long seed) implements SplitRule {
        public ByPrompt {
            if (!(validationShare >= 0 && testShare >= 0 && validationShare + testShare < 1)) {
                throw new IllegalArgumentException("shares are 0 or more and leave something to train on, not "
                        + validationShare + " and " + testShare);
            }
        }

        @Override
        public Map<Item, Part> parts(List<Item> items) {
            var keys = new TreeMap<String, TreeSet<String>>();
            for (Item item : items) {
                keys.computeIfAbsent(item.dimension() + " " + item.subcomponent(), s -> new TreeSet<>())
                        .add(item.promptKey());
            }
            var places = new HashMap<String, Part>();
            var random = new Random(seed);
            for (var subcomponent : keys.values()) {
                var shuffled = new ArrayList<>(subcomponent);
                Collections.shuffle(shuffled, random);
                long test = Math.round(shuffled.size() * testShare);
                long validation = Math.round(shuffled.size() * validationShare);
                for (int i = 0; i < shuffled.size(); i++) {
                    places.putIfAbsent(
                            shuffled.get(i),
                            i < test ? Part.TEST : i < test + validation ? Part.VALIDATION : Part.TRAIN);
                }
            }
            var parts = new HashMap<Item, Part>();
            items.forEach(item -> parts.put(item, places.getOrDefault(item.promptKey(), Part.TRAIN)));
            return parts;
        }
    }

    /** @throws IllegalArgumentException when a target that is named has no items */
    Map<Item, Part> parts(List<Item> items);
}
