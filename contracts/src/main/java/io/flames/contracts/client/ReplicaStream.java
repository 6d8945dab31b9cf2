package io.flames.contracts.client;

import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One bidirectional stream to one replica. What comes back is handed on as signals, on gRPC's threads. */
final class ReplicaStream {
    /** What a stream reports. */
    sealed interface Signal {
        ReplicaStream stream();

        /** It takes requests (again). */
        record Ready(ReplicaStream stream) implements Signal {}

        record Answered(ReplicaStream stream, ScoreResult result) implements Signal {}

        /** @param fault also where the service ended the stream without one */
        record Ended(ReplicaStream stream, Throwable fault) implements Signal {}
    }

    private final Replica replica;
    private @Nullable ClientCallStreamObserver<ScoreRequest> requests;

    private ReplicaStream(Replica replica) {
        this.replica = replica;
    }

    static ReplicaStream open(Replica replica, ManagedChannel channel, Consumer<Signal> signals) {
        var stream = new ReplicaStream(replica);
        ScoringServiceGrpc.newStub(channel).score(new ClientResponseObserver<ScoreRequest, ScoreResult>() {
            @Override
            public void beforeStart(ClientCallStreamObserver<ScoreRequest> observer) {
                stream.requests = observer;
                observer.setOnReadyHandler(() -> signals.accept(new Signal.Ready(stream)));
            }

            @Override
            public void onNext(ScoreResult result) {
                signals.accept(new Signal.Answered(stream, result));
            }

            @Override
            public void onError(Throwable fault) {
                signals.accept(new Signal.Ended(stream, fault));
            }

            @Override
            public void onCompleted() {
                signals.accept(new Signal.Ended(
                        stream,
                        Status.UNAVAILABLE
                                .withDescription("scoring-service closed the stream")
                                .asRuntimeException()));
            }
        });
        return stream;
    }

    Replica replica() {
        return replica;
    }

    /** Whether the transport takes more without keeping it in memory. */
    boolean isReady() {
        return requests != null && requests.isReady();
    }

    /** On a stream that has ended it does nothing: the end is among the signals. */
    void send(ScoreRequest request) {
        try {
            if (requests != null) {
                requests.onNext(request);
            }
        } catch (IllegalStateException ended) {
            // The reason comes as a signal.
        }
    }

    void cancel(String reason) {
        if (requests != null) {
            requests.cancel(reason, null);
        }
    }
}
