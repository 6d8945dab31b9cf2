package io.flames.contracts.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** A replica does not know the scorer that a request names. Its description is the replica's own message. */
final class UnknownScorerException extends StatusRuntimeException {
    private static final long serialVersionUID = 1;

    UnknownScorerException(String message) {
        super(Status.UNAVAILABLE.withDescription(message));
    }
}
