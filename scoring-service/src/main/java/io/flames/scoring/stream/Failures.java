package io.flames.scoring.stream;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletionException;

/** Faults as gRPC statuses, without class names. */
final class Failures {
    private Failures() {}

    static Status status(Throwable fault) {
        Throwable cause = fault;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof StatusRuntimeException status) {
            return status.getStatus();
        }
        if (cause instanceof StatusException status) {
            return status.getStatus();
        }
        return Status.INTERNAL.withDescription("the scorer failed on a request, see its log");
    }
}
