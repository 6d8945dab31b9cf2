package io.flames.generation.dispatch;

import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One bidirectional stream to scoring. Results and its end are put into a queue, which the dispatcher's thread reads; all
 * methods are for that thread alone.
 */
final class ScoringStream {
    /** What the stream reports. */
    sealed interface Signal {
        ScoringStream stream();

        record Scored(ScoringStream stream, ScoreResult result) implements Signal {}

        record Ended(ScoringStream stream, String reason) implements Signal {}
    }

    private @Nullable ClientCallStreamObserver<ScoreRequest> requests;

    static ScoringStream open(ManagedChannel channel, Queue<Signal> signals, Runnable wakeup) {
        var stream = new ScoringStream();
        ScoringServiceGrpc.newStub(channel).score(new ClientResponseObserver<ScoreRequest, ScoreResult>() {
            @Override
            public void beforeStart(ClientCallStreamObserver<ScoreRequest> observer) {
                stream.requests = observer;
                observer.setOnReadyHandler(wakeup);
            }

            @Override
            public void onNext(ScoreResult result) {
                signals.add(new Signal.Scored(stream, result));
            }

            @Override
            public void onError(Throwable failure) {
                signals.add(new Signal.Ended(stream, failure.getMessage() == null ? "error" : failure.getMessage()));
            }

            @Override
            public void onCompleted() {
                signals.add(new Signal.Ended(stream, "scoring closed the stream"));
            }
        });
        return stream;
    }

    /** Whether the transport takes more without buffering it. */
    boolean isReady() {
        return requests != null && requests.isReady();
    }

    void send(ScoreRequest request) {
        if (requests != null) {
            requests.onNext(request);
        }
    }

    void cancel() {
        if (requests != null) {
            requests.cancel("the dispatcher lets go of the stream", null);
        }
    }
}
