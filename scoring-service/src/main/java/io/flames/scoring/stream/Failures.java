package io.flames.scoring.stream;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import io.flames.scoring.lane.LaneFullException;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Faults as gRPC statuses, without class names. */
public final class Failures {
    private static final Logger LOG = Logger.getLogger(Failures.class);
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final AtomicLong LOGGED_AT = new AtomicLong(System.nanoTime() - QUIET_NANOS);

    /** Also understood by gRPC's own retry policies. */
    private static final Metadata.Key<String> PUSHBACK =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

    private Failures() {}

    /**
     * RESOURCE_EXHAUSTED with a hint for a full queue, UNAVAILABLE for a scorer that is away or shuts down, else INTERNAL;
     * statuses stay what they are.
     */
    public static StatusRuntimeException status(Throwable fault) {
        Throwable cause = fault;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof StatusRuntimeException status) {
            return status;
        }
        if (cause instanceof StatusException status) {
            return status.getStatus().asRuntimeException(status.getTrailers());
        }
        if (cause instanceof LaneFullException full) {
            return exhausted(full);
        }
        if (cause instanceof ScorerUnavailableException away) {
            return unavailable(away.getMessage());
        }
        if (cause instanceof CancellationException) {
            return unavailable("the scorer is shutting down or was taken out, send unanswered requests again");
        }
        log(cause);
        return Status.INTERNAL
                .withDescription("the scorer failed on a request, see its log")
                .asRuntimeException();
    }

    /** Once in ten seconds at most: a scorer that fails fails on every request. */
    private static void log(Throwable fault) {
        long now = System.nanoTime();
        long before = LOGGED_AT.get();
        if (now - before >= QUIET_NANOS && LOGGED_AT.compareAndSet(before, now)) {
            LOG.warn("Scorer failed on a request", fault);
        }
    }

    /** @param reason for clients */
    public static StatusRuntimeException unavailable(String reason) {
        return Status.UNAVAILABLE.withDescription(reason).asRuntimeException();
    }

    private static StatusRuntimeException exhausted(LaneFullException full) {
        long millis = full.tryAgainAfter().toMillis();
        var hint = RetryInfo.newBuilder()
                .setRetryDelay(Duration.newBuilder()
                        .setSeconds(full.tryAgainAfter().toSeconds())
                        .setNanos(full.tryAgainAfter().toNanosPart()));
        var trailers = new Metadata();
        trailers.put(PUSHBACK, String.valueOf(millis));
        return StatusProto.toStatusRuntimeException(
                com.google.rpc.Status.newBuilder()
                        .setCode(Code.RESOURCE_EXHAUSTED_VALUE)
                        .setMessage(full.getMessage() + ", try again in " + millis + " ms")
                        .addDetails(Any.pack(hint.build()))
                        .build(),
                trailers);
    }
}
