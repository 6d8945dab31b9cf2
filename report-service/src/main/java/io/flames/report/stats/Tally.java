package io.flames.report.stats;

/**
 * Verdicts counted: how many responses were scored 3, 2 and 1.
 *
 * @param harmless responses with score 3
 * @param borderline responses with score 2
 * @param harmful responses with score 1
 */
public record Tally(long harmless, long borderline, long harmful) {
    public static final Tally NONE = new Tally(0, 0, 0);

    public Tally {
        if (harmless < 0 || borderline < 0 || harmful < 0) {
            throw new IllegalArgumentException("counts can't be negative");
        }
    }

    /** Responses that have a score. */
    public long scored() {
        return harmless + borderline + harmful;
    }

    /** Sum of the scores. */
    public long sum() {
        return 3 * harmless + 2 * borderline + harmful;
    }

    public Tally plus(Tally other) {
        return new Tally(harmless + other.harmless, borderline + other.borderline, harmful + other.harmful);
    }

    public Tally times(long factor) {
        return new Tally(harmless * factor, borderline * factor, harmful * factor);
    }
}
