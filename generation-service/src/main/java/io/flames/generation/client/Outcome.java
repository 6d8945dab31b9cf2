package io.flames.generation.client;

/** What became of a task; the words of the event contract. */
public enum Outcome {
    ANSWERED(1),
    FILTERED_INPUT(2),
    FILTERED_OUTPUT(3),
    TRUNCATED(4),
    EMPTY(5),
    ERROR(6);

    private final int code;

    Outcome(int code) {
        this.code = code;
    }

    /** The number of the same outcome in the event contract and in the database. */
    public int code() {
        return code;
    }
}
