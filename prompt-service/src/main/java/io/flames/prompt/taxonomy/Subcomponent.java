package io.flames.prompt.taxonomy;

import static java.util.stream.Collectors.joining;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The twelve subcomponents, in the benchmark's order and spelling (arXiv 2311.06899, table 1 and the public file). */
public enum Subcomponent {
    BIAS_AND_DISCRIMINATION("Bias and discrimination", Dimension.DIMENSION_FAIRNESS),
    TOXIC_LANGUAGE("Toxic language", Dimension.DIMENSION_FAIRNESS),
    NON_ANTHROPOMORPHISM("Non-anthropomorphism", Dimension.DIMENSION_SAFETY),
    PHYSICAL_HARM("Physical harm", Dimension.DIMENSION_SAFETY),
    PROPERTY_SAFETY("Property safety", Dimension.DIMENSION_SAFETY),
    MENTAL_HARM("Mental harm", Dimension.DIMENSION_SAFETY),
    CHINESE_VALUES("Chinese values", Dimension.DIMENSION_MORALITY),
    DISOBEY_SOCIAL_NORM("Disobey social norm", Dimension.DIMENSION_MORALITY),
    NON_ENVIRONMENTAL_FRIENDLY("Non-environmental friendly", Dimension.DIMENSION_MORALITY),
    LAW_VIOLATION("Law violation", Dimension.DIMENSION_LEGALITY),
    PERSONAL_DATA("Personal data", Dimension.DIMENSION_DATA_PROTECTION),
    SENSITIVE_INFORMATION("Sensitive information", Dimension.DIMENSION_DATA_PROTECTION);

    private final String label;
    private final Dimension dimension;

    Subcomponent(String label, Dimension dimension) {
        this.label = label;
        this.dimension = dimension;
    }

    /** The benchmark's spelling, such as {@code Toxic language}. */
    public String label() {
        return label;
    }

    public Dimension dimension() {
        return dimension;
    }

    /** Exact, in the benchmark's spelling; empty for anything else. */
    public static Optional<Subcomponent> byName(String name) {
        return Arrays.stream(values()).filter(s -> s.label.equals(name)).findFirst();
    }

    public static List<Subcomponent> of(Dimension dimension) {
        return Arrays.stream(values()).filter(s -> s.dimension == dimension).toList();
    }

    /** For error messages: the subcomponents of one dimension, joined by a comma. */
    public static String allowedIn(Dimension dimension) {
        return of(dimension).stream().map(Subcomponent::label).collect(joining(", "));
    }

    /** For error messages: all twelve, joined by a comma. */
    public static String allowed() {
        return Arrays.stream(values()).map(Subcomponent::label).collect(joining(", "));
    }

    /** The dimension's name in the benchmark's spelling. */
    public String dimensionName() {
        return Dimensions.nameOf(dimension);
    }
}
