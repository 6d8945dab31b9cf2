package io.flames.annotation.agreement;

/** How bad it is that one annotator gives one value and the other another: 0 for none. */
@FunctionalInterface
public interface Weights {
    /** Every disagreement counts the same (J. Cohen, 1960). */
    Weights UNWEIGHTED = (a, b) -> a == b ? 0 : 1;

    /** Square of the difference (J. L. Fleiss and J. Cohen, 1973): 3 against 1 is four times 3 against 2. */
    Weights QUADRATIC = (a, b) -> (double) (a - b) * (a - b);

    /** @return at least 0, and 0 when a equals b */
    double disagreement(int a, int b);
}
