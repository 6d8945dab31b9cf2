package io.flames.scoring.dataset;

/**
 * Two items that must not stand in two parts of one data set, or one that must not be in it at all.
 *
 * @param place of the item that would have to go
 * @param other place of the one that it meets
 * @param what is the same
 */
public record Leak(String place, String other, What what) {
    /** What is the same. */
    public enum What {
        SAME_PROMPT("the same prompt"),
        NEAR_PROMPT("nearly the same prompt"),
        NEAR_RESPONSE("nearly the same response");

        private final String words;

        What(String words) {
            this.words = words;
        }
    }

    /** For people. */
    public String text() {
        return place + ": " + what.words + " as " + other;
    }
}
