package io.flames.generation.release;

/** A record that would be refused again; the message says why, without the record's texts. */
public final class MalformedRecordException extends RuntimeException {
    public MalformedRecordException(String message) {
        super(message, null, false, false);
    }
}
