package io.flames.scoring.registry.gate;

/** Held-out data has more bytes than are read; the message names the limit. */
public final class DataTooLargeException extends RuntimeException {
    DataTooLargeException(String message) {
        super(message);
    }
}
