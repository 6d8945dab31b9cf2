package io.flames.scoring.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures by name, one a round. */
final class Series {
    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    void add(String name, double value) {
        values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }

    List<String> names() {
        return List.copyOf(values.keySet());
    }

    List<Double> of(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    double median(String name) {
        return quantile(of(name).stream().mapToDouble(Double::doubleValue).toArray(), 0.5);
    }

    double least(String name) {
        return of(name).stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double most(String name) {
        return of(name).stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** Linear between the order statistics (Hyndman and Fan 1996, type 7). */
    static double quantile(double[] values, double share) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    static double quantileMillis(long[] nanos, double share) {
        return quantile(Arrays.stream(nanos).mapToDouble(n -> n / 1e6).toArray(), share);
    }
}
