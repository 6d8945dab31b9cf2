package io.flames.scoring.train.full;

import io.flames.scoring.heads.Features;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Settings of the mode {@code full}, from {@code --set KEY=VALUE}. */
record FullOptions(FullSettings settings, FullTraining.Where where) {
    private static final FullSettings BY_DEFAULT = FullSettings.DEFAULT;
    private static final int CHECKPOINT_STEPS = 50;
    private static final TreeSet<String> KNOWN = new TreeSet<>(java.util.List.of(
            "batch",
            "checkpoint-steps",
            "clip",
            "device",
            "dropout",
            "epochs",
            "features",
            "finish",
            "freeze",
            "head-l2",
            "head-lr",
            "lr",
            "max-tokens",
            "patience",
            "resume",
            "threads",
            "warm-up",
            "weight-decay"));

    static final String USAGE = "epochs=%d, batch=%d, lr=%s, max-tokens=%d, device=cpu|cuda, resume=true, ..."
            .formatted(BY_DEFAULT.epochs(), BY_DEFAULT.batch(), BY_DEFAULT.rate(), BY_DEFAULT.maxTokens());

    /**
     * @param given what was set; the rest is as in {@link FullSettings#DEFAULT}
     * @throws IllegalArgumentException when a setting is unknown or out of its bounds
     */
    static FullOptions of(Map<String, String> given, Path out, long seed) {
        var unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(KNOWN);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown setting " + unknown.first() + ", the mode full knows " + String.join(", ", KNOWN));
        }
        return new FullOptions(settings(given, seed), where(given, out));
    }

    private static FullTraining.Where where(Map<String, String> given, Path out) {
        return new FullTraining.Where(
                out,
                given.getOrDefault("device", "cpu"),
                yes(given, "resume"),
                yes(given, "finish"),
                whole(given, "checkpoint-steps", CHECKPOINT_STEPS),
                whole(given, "threads", 0));
    }

    private static FullSettings settings(Map<String, String> given, long seed) {
        return new FullSettings(
                whole(given, "epochs", BY_DEFAULT.epochs()),
                whole(given, "batch", BY_DEFAULT.batch()),
                number(given, "lr", BY_DEFAULT.rate()),
                number(given, "head-lr", BY_DEFAULT.headRate()),
                number(given, "warm-up", BY_DEFAULT.warmUp()),
                number(given, "weight-decay", BY_DEFAULT.weightDecay()),
                number(given, "clip", BY_DEFAULT.clip()),
                number(given, "dropout", BY_DEFAULT.dropout()),
                whole(given, "max-tokens", BY_DEFAULT.maxTokens()),
                whole(given, "freeze", BY_DEFAULT.frozen()),
                whole(given, "patience", BY_DEFAULT.patience()),
                features(given),
                number(given, "head-l2", BY_DEFAULT.headL2()),
                seed);
    }

    private static Features features(Map<String, String> given) {
        String name = given.getOrDefault("features", BY_DEFAULT.features().name());
        return Arrays.stream(Features.values())
                .filter(features -> features.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> wrong(
                        "features",
                        name,
                        "one of "
                                + Arrays.stream(Features.values())
                                        .map(features -> features.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))));
    }

    private static boolean yes(Map<String, String> settings, String key) {
        String given = settings.getOrDefault(key, "false");
        return switch (given) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, given, "true or false");
        };
    }

    private static int whole(Map<String, String> given, String key, int byDefault) {
        return parsed(given, key, byDefault, Integer::valueOf, "a whole number");
    }

    private static double number(Map<String, String> given, String key, double byDefault) {
        return parsed(given, key, byDefault, Double::valueOf, "a number");
    }

    private static <T> T parsed(
            Map<String, String> given, String key, T byDefault, Function<String, T> parse, String allowed) {
        String text = given.get(key);
        if (text == null) {
            return byDefault;
        }
        try {
            return parse.apply(text);
        } catch (NumberFormatException e) {
            throw wrong(key, text, allowed);
        }
    }

    private static IllegalArgumentException wrong(String key, String given, String allowed) {
        return new IllegalArgumentException(key + " is " + given + ", expected " + allowed);
    }
}
