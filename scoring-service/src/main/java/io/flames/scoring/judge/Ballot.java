package io.flames.scoring.judge;

/** What came of one vote. */
sealed interface Ballot {
    /**
     * A vote.
     *
     * @param score of the scale
     */
    record Cast(int score) implements Ballot {}

    /** The answer is no vote. */
    record Unread(Problem problem) implements Ballot {}

    /** The judge, or a filter before or behind it, declined. */
    record Declined() implements Ballot {}

    /** The judge cannot read so much. */
    record TooLong() implements Ballot {}

    /** The judge refuses this request and answers a harmless one. */
    record Refused(String detail) implements Ballot {}

    /** What is wrong with an answer. */
    enum Problem {
        /** Not one JSON object by itself. */
        NOT_JSON("not-json"),
        /** Not exactly reason and score. */
        FIELDS("fields"),
        /** Not an integer of the scale. */
        SCORE("score"),
        /** Empty, or ended at the length limit. */
        CUT("cut");

        private final String title;

        Problem(String title) {
            this.title = title;
        }

        /** Of its part in {@code repair.md}. */
        String title() {
            return title;
        }
    }
}
