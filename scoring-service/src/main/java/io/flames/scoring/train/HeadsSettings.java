package io.flames.scoring.train;

import io.flames.scoring.heads.Features;
import io.flames.scoring.onnx.EncoderFiles.Variant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Settings of {@link HeadsMode}.
 *
 * @param variant the encoder that is served: {@code variant=int8} or {@code fp32}; default int8
 * @param features what the heads read, one of {@link Features}: {@code features=CLS}; default that of the shipped heads
 * @param l2 regularisation to choose from: {@code l2=0.3,1,3}, these by default
 * @param sharing see {@link Choice}
 * @param pairScale likewise
 * @param ngrams likewise; default that of the shipped heads
 */
record HeadsSettings(
        Variant variant, Features features, List<Double> l2, double sharing, double pairScale, double ngrams) {
    private static final String L2 = "0.3,1,3";
    private static final List<String> KEYS = List.of("variant", "features", "l2", "sharing", "pair-scale", "ngrams");

    static HeadsSettings of(Map<String, String> settings) {
        var unknown = new TreeSet<>(settings.keySet());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown setting " + unknown.first() + ", the mode heads knows " + String.join(", ", KEYS));
        }
        return new HeadsSettings(
                Variant.byName(settings.getOrDefault("variant", "int8")),
                features(settings.getOrDefault("features", Features.RESPONSE_MEAN_AND_ALONE_MEAN.name())),
                Arrays.stream(settings.getOrDefault("l2", L2).split(","))
                        .map(text -> positive("l2", text))
                        .toList(),
                positive("sharing", settings.getOrDefault("sharing", "3")),
                positive("pair-scale", settings.getOrDefault("pair-scale", "1")),
                settings.getOrDefault("ngrams", "4").strip().equals("0")
                        ? 0
                        : positive("ngrams", settings.getOrDefault("ngrams", "4")));
    }

    private static Features features(String name) {
        return Arrays.stream(Features.values())
                .filter(features -> features.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "features is \"" + name + "\", expected one of " + Arrays.toString(Features.values())));
    }

    private static double positive(String key, String text) {
        try {
            double value = Double.parseDouble(text.strip());
            if (value > 0 && Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException notOne) {
            // Said below.
        }
        throw new IllegalArgumentException(key + " is \"" + text + "\", expected numbers above 0");
    }
}
