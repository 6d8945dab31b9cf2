package io.flames.scoring.stream;

import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * One client's stream. At most a window of its requests is in work: the next request is read only after a result went
 * out, and results go out only as fast as the client takes them. So a slow reader holds a window of results in memory,
 * and nobody else up.
 *
 * <p>When a request fails, or on shutdown, no more is read, what is in work is answered, and then the stream ends.
 */
final class ScoreStream implements StreamObserver<ScoreRequest> {
    private static final Logger LOG = Logger.getLogger(ScoreStream.class);

    private final ServerCallStreamObserver<ScoreResult> client;
    private final ScoreFlow flow;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private int inWork;
    private int owedReads;
    private boolean clientIsDone;
    private Optional<StatusRuntimeException> ending = Optional.empty();
    private volatile boolean closed;

    /** Call inside the service method, before it returns. */
    ScoreStream(ServerCallStreamObserver<ScoreResult> client, ScoreFlow flow, int window) {
        this.client = client;
        this.flow = flow;
        client.disableAutoRequest();
        client.setOnReadyHandler(this::readMore);
        client.setOnCancelHandler(this::abandon);
        client.setOnCloseHandler(this::abandon);
        client.request(window);
    }

    @Override
    public void onNext(ScoreRequest request) {
        synchronized (this) {
            if (closed || ending.isPresent()) {
                return;
            }
            inWork++;
        }
        CompletableFuture<ScoreResult> result;
        try {
            result = flow.score(request, this, () -> closed).toCompletableFuture();
        } catch (RuntimeException fault) {
            result = CompletableFuture.failedFuture(fault);
        }
        result.whenComplete((answer, fault) -> {
            if (fault == null) {
                answer(answer);
            } else {
                fail(fault);
            }
        });
    }

    @Override
    public void onError(Throwable fault) {
        abandon();
    }

    @Override
    public synchronized void onCompleted() {
        clientIsDone = true;
        endWhenDone();
    }

    /** Finishes what is in work, reads no more, then ends with UNAVAILABLE: the client goes elsewhere. */
    synchronized CompletableFuture<Void> drain() {
        end(Failures.unavailable("this scorer is shutting down, send unanswered requests elsewhere"));
        return ended;
    }

    CompletableFuture<Void> ended() {
        return ended;
    }

    private void answer(ScoreResult result) {
        synchronized (this) {
            inWork--;
            if (closed) {
                return;
            }
            client.onNext(result);
            owedReads++;
            endWhenDone();
        }
        readMore();
    }

    /** The reads that are owed, as soon as the client has taken what was sent. */
    private void readMore() {
        int reads = 0;
        synchronized (this) {
            if (!closed && ending.isEmpty() && client.isReady()) {
                reads = owedReads;
                owedReads = 0;
            }
        }
        if (reads > 0) {
            client.request(reads);
        }
    }

    private synchronized void fail(Throwable fault) {
        inWork--;
        if (!closed) {
            LOG.debugf(fault, "Stream failed");
            end(Failures.status(fault));
        }
    }

    /** The first reason to end is the one that the client hears. */
    private void end(StatusRuntimeException status) {
        if (ending.isEmpty()) {
            ending = Optional.of(status);
        }
        endWhenDone();
    }

    private synchronized void endWhenDone() {
        if (closed || inWork > 0) {
            return;
        }
        if (ending.isPresent()) {
            closed = true;
            client.onError(ending.get());
            ended.complete(null);
        } else if (clientIsDone) {
            closed = true;
            client.onCompleted();
            ended.complete(null);
        }
    }

    private void abandon() {
        closed = true;
        ended.complete(null);
    }
}
