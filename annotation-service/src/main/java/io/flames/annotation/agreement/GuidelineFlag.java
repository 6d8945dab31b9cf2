package io.flames.annotation.agreement;

/**
 * Whether annotators' agreement says that a dimension's guideline can be read in two ways.
 *
 * <p>The point estimate decides whether the flag is up, the interval how sure that is: a threshold that is missed by
 * chance in few items must not send people to rewrite a guideline, and one that is met by chance must not look settled
 * (Hayes and Krippendorff, 2007, ask for the chance to fail the threshold beside alpha).
 */
public enum GuidelineFlag {
    /** Alpha and its whole interval lie under the threshold: rewrite the guideline. */
    AMBIGUOUS,
    /** Alpha lies under the threshold, its interval reaches it: read the disputed items first. */
    PERHAPS_AMBIGUOUS,
    /** Alpha reaches the threshold, the interval's low end does not. */
    PERHAPS_CLEAR,
    /** Alpha and its whole interval reach the threshold. */
    CLEAR,
    /** Alpha or its interval is not defined, or rests on too few items. */
    UNKNOWN;

    /** Krippendorff's lowest bound for tentative conclusions ("Content analysis", 2004, section 11.4.4). */
    public static final double USUAL_THRESHOLD = 0.667;

    /**
     * @param threshold of alpha, such as {@link #USUAL_THRESHOLD}
     * @param minItems items with two labels under which nothing is said
     */
    public static GuidelineFlag of(Estimate alpha, double threshold, long minItems) {
        if (alpha.value().rests() < minItems || alpha.interval().isEmpty()) {
            return UNKNOWN;
        }
        double value = alpha.value().number().orElseThrow();
        var interval = alpha.interval().get();
        if (value < threshold) {
            return interval.high() < threshold ? AMBIGUOUS : PERHAPS_AMBIGUOUS;
        }
        return interval.low() < threshold ? PERHAPS_CLEAR : CLEAR;
    }

    /** Shown as an ambiguous guideline. */
    public boolean raised() {
        return this == AMBIGUOUS || this == PERHAPS_AMBIGUOUS;
    }
}
