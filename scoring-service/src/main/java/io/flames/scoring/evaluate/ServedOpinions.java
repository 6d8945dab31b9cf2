package io.flames.scoring.evaluate;

import io.flames.contracts.client.ScoringTls;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc.ScoringServiceBlockingStub;
import io.flames.scoring.judgement.Given;
import io.flames.scoring.judgement.LabelledText;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A scorer of a scoring-service, over gRPC. What is away for a moment is asked again. */
final class ServedOpinions implements Opinions {
    private static final int CALLERS = 8;
    private static final int TRIES = 6;
    private static final long FIRST_PAUSE_MS = 250;
    private static final long DEADLINE_MINUTES = 10;

    private final String scorer;
    private final ManagedChannel channel;
    private final ScoringServiceBlockingStub scoring;
    private final AtomicReference<Version> seen = new AtomicReference<>(new Version("", 0, ""));

    /**
     * @param scorer empty: the service's default scorer
     * @throws IOException when a certificate cannot be read
     */
    ServedOpinions(String address, String scorer, ScoringTls tls) throws IOException {
        this.scorer = scorer;
        this.channel = Grpc.newChannelBuilder(address, tls.credentials()).build();
        this.scoring = ScoringServiceGrpc.newBlockingStub(channel);
    }

    @Override
    public Optional<Given> of(LabelledText text) {
        var result = ask(ScoreRequest.newBuilder()
                .setRequestId("1")
                .setScorer(scorer)
                .setDimension(text.dimension())
                .setPrompt(text.prompt())
                .setResponse(text.response())
                .build());
        remember(
                result.hasScored()
                        ? result.getScored().getScorerVersion()
                        : result.getUnscorable().getScorerVersion());
        return result.hasScored()
                ? Optional.of(new Given(
                        result.getScored().getScore(),
                        result.getScored().getProbabilitiesList().stream()
                                .map(share -> share.getProbability())
                                .toList()))
                : Optional.empty();
    }

    /** A request without a response id is computed, neither kept nor published. */
    private ScoreResult ask(ScoreRequest request) {
        long pause = FIRST_PAUSE_MS;
        for (int left = TRIES; ; left--, pause *= 2) {
            try {
                return scoring.withDeadlineAfter(DEADLINE_MINUTES, TimeUnit.MINUTES)
                        .scoreOne(request);
            } catch (StatusRuntimeException e) {
                var code = e.getStatus().getCode();
                if (left == 1 || (code != Status.Code.UNAVAILABLE && code != Status.Code.RESOURCE_EXHAUSTED)) {
                    throw e;
                }
                sleep(pause);
            }
        }
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the scorer", e);
        }
    }

    private void remember(ScorerVersion version) {
        var now = new Version(version.getName(), version.getVersion(), version.getDigest());
        var before = seen.getAndSet(now);
        if (!before.digest().isEmpty() && !before.equals(now)) {
            throw new IllegalStateException("the service changed its scorer meanwhile: " + before.name() + "@"
                    + before.version() + ", then " + now.name() + "@" + now.version());
        }
    }

    @Override
    public Version version() {
        return seen.get();
    }

    @Override
    public int callers() {
        return CALLERS;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
