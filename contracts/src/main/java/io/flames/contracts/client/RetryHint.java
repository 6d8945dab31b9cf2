package io.flames.contracts.client;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Optional;

/**
 * After which time a service wants to be asked again: the trailer {@code grpc-retry-pushback-ms} (gRFC A6), else
 * {@code google.rpc.RetryInfo} among the status' details.
 */
public final class RetryHint {
    private static final Metadata.Key<String> PUSHBACK =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

    private RetryHint() {}

    /** Empty when the fault says nothing of the kind. */
    public static Optional<Duration> of(Throwable fault) {
        return Optional.ofNullable(Status.trailersFromThrowable(fault))
                .map(trailers -> trailers.get(PUSHBACK))
                .flatMap(RetryHint::millis)
                .or(() -> retryInfo(fault));
    }

    private static Optional<Duration> millis(String text) {
        try {
            long millis = Long.parseLong(text.strip());
            return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
        } catch (NumberFormatException other) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> retryInfo(Throwable fault) {
        var status = StatusProto.fromThrowable(fault);
        if (status == null) {
            return Optional.empty();
        }
        for (var detail : status.getDetailsList()) {
            if (detail.is(RetryInfo.class)) {
                try {
                    var delay = detail.unpack(RetryInfo.class).getRetryDelay();
                    return Optional.of(Duration.ofSeconds(delay.getSeconds(), delay.getNanos()))
                            .filter(wait -> !wait.isNegative());
                } catch (InvalidProtocolBufferException broken) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
