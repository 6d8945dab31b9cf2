package io.flames.annotation.agreement;

import static java.util.stream.Collectors.groupingBy;

import io.flames.annotation.agreement.Coefficient.NotDefined;
import io.flames.annotation.agreement.Coefficient.Why;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Agreement of blind labels by dimension, by pair of annotators, by annotator and by week. Alpha is ordinal, as scores are
 * ranks; for the two binary dimensions that is the same as nominal.
 *
 * <p>An item belongs to the ISO week (UTC) of its last blind label: only then can it agree or not.
 */
public final class Agreement {
    private final List<Item> items;
    private final AgreementSettings settings;

    private Agreement(List<Item> items, AgreementSettings settings) {
        this.items = items;
        this.settings = settings;
    }

    /**
     * @param labels in any order; of two labels of one annotator for one item the later counts
     * @throws IllegalArgumentException when an item has labels of two dimensions
     */
    public static Agreement of(Collection<BlindLabel> labels, AgreementSettings settings) {
        var byItem = labels.stream().collect(groupingBy(BlindLabel::item, TreeMap::new, Collectors.toList()));
        return new Agreement(byItem.values().stream().map(Item::of).toList(), settings);
    }

    /**
     * One dimension.
     *
     * @param shareUnderThreshold share of resamples whose alpha is under the threshold, from 0 to 1
     */
    public record OfDimension(
            Dimension dimension, int annotators, Estimate alpha, double shareUnderThreshold, GuidelineFlag flag) {}

    /**
     * One pair in one dimension.
     *
     * @param items that both labelled
     * @param sameShare of these, from 0 to 1
     */
    public record OfPair(
            Dimension dimension,
            AnnotatorPair pair,
            int items,
            double sameShare,
            Estimate kappa,
            Estimate quadraticKappa) {}

    /** One annotator in one dimension: alpha over the items that they labelled, with everybody who labelled them. */
    public record OfAnnotator(Dimension dimension, String annotator, int items, Estimate alpha) {}

    /** One dimension in one week. */
    public record OfWeek(Dimension dimension, Week week, int items, Estimate alpha) {}

    /** In the benchmark's order; dimensions without labels are left out. */
    public List<OfDimension> byDimension() {
        var rows = new ArrayList<OfDimension>();
        ofDimensions().forEach((dimension, group) -> {
            var alpha = alpha(group);
            rows.add(new OfDimension(
                    dimension,
                    annotators(group).size(),
                    alpha,
                    alpha.shareUnder(settings.threshold()),
                    GuidelineFlag.of(alpha, settings.threshold(), settings.minItems())));
        });
        return rows;
    }

    /** By dimension, then by pair; pairs without a common item are left out. */
    public List<OfPair> byPair() {
        var rows = new ArrayList<OfPair>();
        ofDimensions().forEach((dimension, group) -> pairs(group)
                .forEach((pair, scores) -> rows.add(ofPair(dimension, pair, scores))));
        return rows;
    }

    /** By dimension, then by annotator. */
    public List<OfAnnotator> byAnnotator() {
        var rows = new ArrayList<OfAnnotator>();
        ofDimensions().forEach((dimension, group) -> {
            for (String annotator : annotators(group)) {
                var theirs = group.stream()
                        .filter(item -> item.scores().containsKey(annotator))
                        .toList();
                rows.add(new OfAnnotator(dimension, annotator, theirs.size(), alpha(theirs)));
            }
        });
        return rows;
    }

    /** By dimension, then by week; weeks without labels are left out. */
    public List<OfWeek> byWeek() {
        var rows = new ArrayList<OfWeek>();
        ofDimensions().forEach((dimension, group) -> group.stream()
                .collect(groupingBy(Item::week, TreeMap::new, Collectors.toList()))
                .forEach((week, inWeek) -> rows.add(new OfWeek(dimension, week, inWeek.size(), alpha(inWeek)))));
        return rows;
    }

    private OfPair ofPair(Dimension dimension, AnnotatorPair pair, List<Kappa.Pair> scores) {
        var kappa = Kappa.of(scores);
        return new OfPair(
                dimension,
                pair,
                scores.size(),
                kappa.sameShare(),
                kappa.estimate(Weights.UNWEIGHTED, settings.bootstrap()),
                kappa.estimate(Weights.QUADRATIC, settings.bootstrap()));
    }

    private Estimate alpha(List<Item> group) {
        if (group.isEmpty()) {
            return Estimate.without(new NotDefined(Why.NO_LABELS));
        }
        if (annotators(group).size() < 2) {
            return Estimate.without(new NotDefined(Why.ONE_ANNOTATOR));
        }
        return Alpha.of(group.stream().map(item -> item.scores().values()).toList())
                .estimate(Metric.ORDINAL, settings.bootstrap());
    }

    private Map<Dimension, List<Item>> ofDimensions() {
        return items.stream()
                .sorted(Comparator.comparing(Item::dimension))
                .collect(groupingBy(Item::dimension, LinkedHashMap::new, Collectors.toList()));
    }

    private static TreeSet<String> annotators(List<Item> group) {
        return group.stream()
                .flatMap(item -> item.scores().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<AnnotatorPair, List<Kappa.Pair>> pairs(List<Item> group) {
        var pairs = new TreeMap<AnnotatorPair, List<Kappa.Pair>>();
        for (var item : group) {
            var names = List.copyOf(item.scores().keySet());
            for (int i = 0; i < names.size(); i++) {
                for (int j = i + 1; j < names.size(); j++) {
                    pairs.computeIfAbsent(AnnotatorPair.of(names.get(i), names.get(j)), p -> new ArrayList<>())
                            .add(new Kappa.Pair(
                                    item.scores().get(names.get(i)),
                                    item.scores().get(names.get(j))));
                }
            }
        }
        return pairs;
    }

    /** @param scores by annotator, in the order of their names */
    private record Item(Dimension dimension, TreeMap<String, Integer> scores, Week week) {
        static Item of(List<BlindLabel> labels) {
            var inOrder =
                    labels.stream().sorted(Comparator.comparing(BlindLabel::at)).toList();
            var last = inOrder.get(inOrder.size() - 1);
            var scores = new TreeMap<String, Integer>();
            for (var label : inOrder) {
                if (label.dimension() != last.dimension()) {
                    throw new IllegalArgumentException("item " + label.item() + " has labels of two dimensions");
                }
                scores.put(label.annotator(), label.score());
            }
            return new Item(last.dimension(), scores, Week.of(last.at()));
        }
    }
}
