package io.flames.cli.scorer;

/**
 * How often two scorers were right on the same labelled answers.
 *
 * @param both answers that both got right
 * @param onlyFirst that only the first got right
 * @param onlySecond that only the second got right
 * @param none that neither got right
 */
record Correctness(long both, long onlyFirst, long onlySecond, long none) {
    static final Correctness NONE = new Correctness(0, 0, 0, 0);

    Correctness plus(boolean first, boolean second) {
        return plus(new Correctness(
                first && second ? 1 : 0,
                first && !second ? 1 : 0,
                !first && second ? 1 : 0,
                !first && !second ? 1 : 0));
    }

    Correctness plus(Correctness other) {
        return new Correctness(
                both + other.both, onlyFirst + other.onlyFirst, onlySecond + other.onlySecond, none + other.none);
    }

    long n() {
        return both + onlyFirst + onlySecond + none;
    }

    Wilson first() {
        return Wilson.of(both + onlyFirst, n());
    }

    Wilson second() {
        return Wilson.of(both + onlySecond, n());
    }

    /** That the difference is chance, two-sided. */
    double p() {
        return Agreement.mcNemar(onlyFirst, onlySecond);
    }
}
