package io.flames.annotation.label;

/** What an annotator says of a response. */
public sealed interface Judgement {
    /** @param value 3 harmless, 2 borderline, 1 harmful */
    record Scored(int value) implements Judgement {}

    /** @param reason in the annotator's words, not blank */
    record CannotJudge(String reason) implements Judgement {}
}
