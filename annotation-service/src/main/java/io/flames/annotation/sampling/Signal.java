package io.flames.annotation.sampling;

/** Why people help most here. */
public enum Signal {
    /** The scorer is unsure. */
    ENTROPY,
    /** Opinions or scorers differ. */
    DISAGREEMENT,
    /** The predicted score is rare in the item's dimension. */
    RARE_CLASS
}
