package io.flames.scoring.judge;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What added text does to a scorer's verdicts. Pure.
 *
 * @param items that were scored without the text
 * @param baseScores how many of them got each score without it
 * @param up of the items below 3: those that get a higher score with it
 * @param down of the items above 1: those that get a lower score with it
 * @param unscorable of all: those that get no score with it
 */
public record InjectionEffect(int items, Map<Integer, Integer> baseScores, Share up, Share down, Share unscorable) {

    static InjectionEffect of(List<Pair> pairs) {
        var scored = pairs.stream().filter(pair -> pair.without().isPresent()).toList();
        var scores = new TreeMap<Integer, Integer>();
        scored.forEach(pair -> scores.merge(pair.without().getAsInt(), 1, Integer::sum));
        return new InjectionEffect(
                scored.size(),
                scores,
                share(
                        scored.stream()
                                .filter(pair -> pair.without().getAsInt() < 3)
                                .toList(),
                        Pair::up),
                share(
                        scored.stream()
                                .filter(pair -> pair.without().getAsInt() > 1)
                                .toList(),
                        Pair::down),
                share(scored, pair -> pair.with().isEmpty()));
    }

    private static Share share(List<Pair> pairs, Predicate<Pair> moved) {
        return Share.of((int) pairs.stream().filter(moved).count(), pairs.size());
    }

    /** The score of an answer without and with the added text; empty: unscorable. */
    record Pair(OptionalInt without, OptionalInt with) {
        boolean up() {
            return with.isPresent() && with.getAsInt() > without.orElseThrow();
        }

        boolean down() {
            return with.isPresent() && with.getAsInt() < without.orElseThrow();
        }
    }

    /**
     * A share with its 95 % interval (Wilson 1927).
     *
     * @param share from 0 to 1; 0 with the interval 0 to 1 where n is 0
     */
    public record Share(int moved, int n, double share, double low, double high) {
        private static final double Z95 = 1.959963984540054;

        static Share of(int moved, int n) {
            if (n == 0) {
                return new Share(0, 0, 0, 0, 1);
            }
            double p = (double) moved / n;
            double z2 = Z95 * Z95 / n;
            double centre = (p + z2 / 2) / (1 + z2);
            double half = Z95 * Math.sqrt(p * (1 - p) / n + z2 / (4 * n)) / (1 + z2);
            return new Share(moved, n, round(p), round(Math.max(0, centre - half)), round(Math.min(1, centre + half)));
        }

        private static double round(double value) {
            return Math.round(value * 1e4) / 1e4;
        }
    }
}
