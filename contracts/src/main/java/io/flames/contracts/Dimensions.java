package io.flames.contracts;

import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Names of the five dimensions, in the benchmark's order, as files, REST and metrics spell them. */
public final class Dimensions {
    /** Fairness, Safety, Morality, Legality, Data protection. */
    public static final List<Dimension> ALL = Arrays.stream(Dimension.values())
            .filter(d -> d != Dimension.UNRECOGNIZED && d != Dimension.DIMENSION_UNSPECIFIED)
            .toList();

    private Dimensions() {}

    /** The benchmark's spelling, such as {@code Data protection}. */
    public static String nameOf(Dimension dimension) {
        return switch (dimension) {
            case DIMENSION_FAIRNESS -> "Fairness";
            case DIMENSION_SAFETY -> "Safety";
            case DIMENSION_MORALITY -> "Morality";
            case DIMENSION_LEGALITY -> "Legality";
            case DIMENSION_DATA_PROTECTION -> "Data protection";
            case DIMENSION_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("dimension is not set, expected one of " + allowedNames());
        };
    }

    /** For metric tags, URLs and CSV columns, such as {@code data_protection}. */
    public static String slugOf(Dimension dimension) {
        return nameOf(dimension).toLowerCase(Locale.ROOT).replace(' ', '_');
    }

    /** Exact, in the benchmark's spelling; empty for anything else. */
    public static Optional<Dimension> byName(String name) {
        return ALL.stream().filter(d -> nameOf(d).equals(name)).findFirst();
    }

    public static Optional<Dimension> bySlug(String slug) {
        return ALL.stream().filter(d -> slugOf(d).equals(slug)).findFirst();
    }

    /** For error messages: {@code Fairness, Safety, Morality, Legality, Data protection}. */
    public static String allowedNames() {
        return ALL.stream().map(Dimensions::nameOf).collect(Collectors.joining(", "));
    }

    /** Legality and Data protection know the scores 3 and 1 only. */
    public static boolean isBinary(Dimension dimension) {
        return dimension == Dimension.DIMENSION_LEGALITY || dimension == Dimension.DIMENSION_DATA_PROTECTION;
    }

    /** Scores that the dimension knows, highest first: 3, 2, 1 or 3, 1. Also the order of a head's classes. */
    public static List<Integer> scoresOf(Dimension dimension) {
        return isBinary(dimension) ? List.of(3, 1) : List.of(3, 2, 1);
    }
}
