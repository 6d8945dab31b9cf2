package io.flames.scoring.dataset;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of a frozen data set, {@code manifest.json}. It has no time in it: the same items and split give the same
 * bytes.
 *
 * @param digest SHA-256 over parts and lines; what is trained or judged by it names it
 * @param parts train, validation, test
 * @param undecided answers that people could not decide; they are in no part
 * @param duplicates answers that came several times with the same score and are in it once
 * @param dropped items that were left out on request, because they leak
 */
@JsonPropertyOrder({"format", "digest", "items", "split", "parts"})
public record Manifest(
        String format,
        String digest,
        int items,
        Split split,
        Map<String, PartCounts> parts,
        List<Source> sources,
        int undecided,
        int duplicates,
        int dropped,
        double nearDuplicateThreshold,
        List<String> keptOut) {
    static final String FORMAT = "flames-dataset-1";

    /**
     * How it was split.
     *
     * @param by {@code target}, {@code prompt} or {@code file}
     * @param how names of targets, or shares and seed
     */
    public record Split(String by, Map<String, String> how) {
        public static Split of(SplitRule rule) {
            var how = new LinkedHashMap<String, String>();
            if (rule instanceof SplitRule.ByTarget targets) {
                how.put(
                        "validation",
                        String.join(", ", targets.validation().stream().sorted().toList()));
                how.put(
                        "test",
                        String.join(", ", targets.test().stream().sorted().toList()));
                return new Split("target", how);
            }
            var prompts = (SplitRule.ByPrompt) rule;
            how.put("validation", String.valueOf(prompts.validationShare()));
            how.put("test", String.valueOf(prompts.testShare()));
            how.put("seed", String.valueOf(prompts.seed()));
            return new Split("prompt", how);
        }
    }

    /**
     * @param counts dimension to score to items
     * @param targets items of each, where it is known
     */
    public record PartCounts(
            int items, int prompts, Map<String, Map<Integer, Integer>> counts, Map<String, Integer> targets) {
        static PartCounts of(List<Item> items) {
            var targets = new TreeMap<String, Integer>();
            items.forEach(item -> item.origin().target().ifPresent(name -> targets.merge(name, 1, Integer::sum)));
            return new PartCounts(
                    items.size(),
                    (int) items.stream().map(Item::promptKey).distinct().count(),
                    DataSet.counts(items),
                    targets);
        }
    }

    /** Where items come from: a file's name, or a topic, with how many of its labels were read. */
    public record Source(String name, int items) {}

    /** Of a data set. */
    public static Manifest of(
            DataSet data, Split split, List<Source> sources, Losses losses, double threshold, List<String> keptOut) {
        var parts = new LinkedHashMap<String, PartCounts>();
        for (Part part : Part.values()) {
            parts.put(part.id(), PartCounts.of(data.of(part)));
        }
        return new Manifest(
                FORMAT,
                data.digest(),
                data.size(),
                split,
                parts,
                sources,
                losses.undecided(),
                losses.duplicates(),
                losses.dropped(),
                threshold,
                keptOut);
    }

    /** What was read and is not in it. */
    public record Losses(int undecided, int duplicates, int dropped) {}
}
