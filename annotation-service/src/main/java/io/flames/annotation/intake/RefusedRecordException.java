package io.flames.annotation.intake;

/** The record is malformed or makes no sense, and would again: it belongs into the dead-letter topic. */
public class RefusedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param reason for people, without prompt or response text */
    public RefusedRecordException(String reason) {
        super(reason);
    }
}
