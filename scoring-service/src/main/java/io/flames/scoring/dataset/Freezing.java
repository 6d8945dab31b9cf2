package io.flames.scoring.dataset;

import io.flames.scoring.dataset.Manifest.Losses;
import io.flames.scoring.dataset.Manifest.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes a data set of labelled answers: the same answer once, each in its part, and nothing that leaks.
 *
 * @param threshold see {@link Leakage#THRESHOLD}
 * @param keptOut prompts that must not be in it, with their places
 * @param keptOutNames names of where these come from
 * @param dropLeaks leave out what leaks, of two items the one nearer to training, instead of refusing
 */
public record Freezing(
        SplitRule rule, double threshold, Map<String, String> keptOut, List<String> keptOutNames, boolean dropLeaks) {

    /**
     * @param undecided answers that people could not decide
     * @throws IllegalArgumentException that lists answers with two scores, and leaks, unless they are dropped
     */
    public DataSetFolder.Frozen freeze(List<Placed> read, List<Source> sources, int undecided) {
        var items = once(read);
        int duplicates = read.size() - items.size();
        var parts = rule.parts(items.stream().map(Placed::item).toList());
        var leaks = leaks(items, parts);
        if (!dropLeaks) {
            Refusal.ifAny(leaks.stream().map(Leak::text).toList());
        }
        var gone = leaks.stream().map(Leak::place).collect(Collectors.toSet());
        var kept = new HashMap<Item, Part>();
        for (Placed placed : items) {
            if (!gone.contains(placed.place())) {
                kept.put(placed.item(), parts.getOrDefault(placed.item(), Part.TRAIN));
            }
        }
        var data = new DataSet(kept);
        if (data.of(Part.TRAIN).isEmpty() && data.of(Part.TEST).isEmpty()) {
            throw new IllegalArgumentException("there is nothing to train on and nothing to test");
        }
        return new DataSetFolder.Frozen(
                data,
                Manifest.of(
                        data,
                        Manifest.Split.of(rule),
                        sources,
                        new Losses(undecided, duplicates, items.size() - kept.size()),
                        threshold,
                        keptOutNames));
    }

    /** What has to go is always the later part's counterpart, so that dropping it leaves nothing that meets. */
    private List<Leak> leaks(List<Placed> items, Map<Item, Part> parts) {
        var leakage = new Leakage(threshold);
        return Stream.concat(
                        leakage.keptOut(items, keptOut).stream(),
                        leakage.across(items, parts, rule instanceof SplitRule.ByPrompt).stream())
                .toList();
    }

    private static List<Placed> once(List<Placed> read) {
        var known = new LinkedHashMap<String, Placed>();
        var bad = new ArrayList<String>();
        var told = new HashSet<String>();
        for (Placed placed : read) {
            var before = known.putIfAbsent(placed.item().id(), placed);
            if (before != null && before.item().score() != placed.item().score() && told.add(placed.place())) {
                bad.add(placed.place() + ": the same answer as " + before.place() + ", with another score");
            }
        }
        Refusal.ifAny(bad);
        return List.copyOf(known.values());
    }
}
