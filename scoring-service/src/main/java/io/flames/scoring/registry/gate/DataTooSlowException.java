package io.flames.scoring.registry.gate;

/** Held-out data does not come fast enough; the message names the rate. */
public final class DataTooSlowException extends RuntimeException {
    DataTooSlowException(String message) {
        super(message);
    }
}
