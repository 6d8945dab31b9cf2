package io.flames.cli.score;

import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** One open stream to scoring-service, with what comes back in a queue: its user bounds what is in flight. */
final class ScoringStream {
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final StreamObserver<ScoreRequest> requests;

    /**
     * Something that came back.
     *
     * @param result a verdict or refusal; null when the stream ended
     * @param fault why it ended; null when the service ended it without one
     */
    record Event(@Nullable ScoreResult result, @Nullable Throwable fault) {}

    ScoringStream(ManagedChannel channel) {
        this.requests = ScoringServiceGrpc.newStub(channel).score(new StreamObserver<>() {
            @Override
            public void onNext(ScoreResult result) {
                events.add(new Event(result, null));
            }

            @Override
            public void onError(Throwable fault) {
                events.add(new Event(null, fault));
            }

            @Override
            public void onCompleted() {
                events.add(new Event(null, null));
            }
        });
    }

    /** Never blocks; on a stream that has ended it does nothing, and the end is among the events. */
    void send(ScoreRequest request) {
        try {
            requests.onNext(request);
        } catch (IllegalStateException ended) {
            // The reason comes as an event.
        }
    }

    Event take() throws InterruptedException {
        return events.take();
    }

    /** Nothing more will be sent. */
    void complete() {
        try {
            requests.onCompleted();
        } catch (IllegalStateException ended) {
            // So be it.
        }
    }
}
