package io.flames.cli.score;

import io.flames.cli.CliException;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Scores lines over one bidirectional stream. What is in flight is bounded in number and bytes, so a file of any size
 * takes the same memory; verdicts are handed on in the order of the lines. When the service goes away, what has no
 * verdict yet is sent again on a new stream.
 */
final class ScoringClient implements AutoCloseable {
    private static final int WINDOW = 256;
    private static final long WINDOW_BYTES = 16L << 20;
    private static final int ATTEMPTS_WITHOUT_PROGRESS = 5;
    private static final long PAUSE_MS = 1000;

    private final String address;
    private final String scorer;
    private final ManagedChannel channel;

    /** A line that was sent and, as soon as it is there, its verdict. */
    private static final class Pending {
        private final ScoreLine line;
        private @Nullable ScoreResult result;

        Pending(ScoreLine line) {
            this.line = line;
        }
    }

    /** @param scorer its name; empty for the service's default */
    ScoringClient(String host, int port, String scorer) {
        this.address = host + ":" + port;
        this.scorer = scorer;
        this.channel = NettyChannelBuilder.forAddress(host, port).usePlaintext().build();
    }

    /**
     * @param file its name, for messages
     * @param lines the next line each time, empty at the end
     * @param verdicts takes each line with its verdict, in order; never a refusal
     * @throws CliException when a line is refused or the service stays away
     */
    void score(String file, Supplier<Optional<ScoreLine>> lines, BiConsumer<ScoreLine, ScoreResult> verdicts) {
        new Work(file, lines, verdicts).run();
    }

    /** One file. */
    private final class Work {
        private final String file;
        private final Supplier<Optional<ScoreLine>> lines;
        private final BiConsumer<ScoreLine, ScoreResult> verdicts;
        private final Deque<Pending> pending = new ArrayDeque<>();
        private final Map<String, Pending> byId = new HashMap<>();
        private long pendingBytes;
        private boolean exhausted;
        private int failures;
        private ScoringStream stream = new ScoringStream(channel);

        Work(String file, Supplier<Optional<ScoreLine>> lines, BiConsumer<ScoreLine, ScoreResult> verdicts) {
            this.file = file;
            this.lines = lines;
            this.verdicts = verdicts;
        }

        void run() {
            try {
                fill();
                while (!pending.isEmpty()) {
                    handle(stream.take());
                    fill();
                }
                stream.complete();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CliException("interrupted", e);
            }
        }

        private void fill() {
            while (!exhausted && pending.size() < WINDOW && pendingBytes < WINDOW_BYTES) {
                var line = lines.get();
                exhausted = line.isEmpty();
                line.ifPresent(this::add);
            }
        }

        private void add(ScoreLine line) {
            var item = new Pending(line);
            pending.addLast(item);
            byId.put(id(line), item);
            pendingBytes += line.bytes();
            stream.send(request(line));
        }

        private void handle(ScoringStream.Event event) throws InterruptedException {
            if (event.result() == null) {
                reopen(event.fault());
                return;
            }
            failures = 0;
            var item = byId.remove(event.result().getRequestId());
            if (item == null) {
                return;
            }
            if (event.result().hasInvalid()) {
                throw new CliException(file + ":" + item.line.number() + ": "
                        + event.result().getInvalid().getMessage());
            }
            item.result = event.result();
            handOn();
        }

        private void handOn() {
            while (!pending.isEmpty() && pending.getFirst().result != null) {
                var first = pending.removeFirst();
                pendingBytes -= first.line.bytes();
                verdicts.accept(first.line, first.result);
            }
        }

        private void reopen(@Nullable Throwable fault) throws InterruptedException {
            failures++;
            var status = fault == null ? Status.UNAVAILABLE : Status.fromThrowable(fault);
            boolean worthAnother = status.getCode() == Status.Code.UNAVAILABLE && failures < ATTEMPTS_WITHOUT_PROGRESS;
            if (!worthAnother) {
                throw new CliException(
                        "scoring-service at " + address + " "
                                + (status.getDescription() == null
                                        ? "ended the stream (" + status.getCode() + ")"
                                        : "says: " + status.getDescription()),
                        fault);
            }
            Thread.sleep(PAUSE_MS);
            stream = new ScoringStream(channel);
            pending.stream().filter(item -> item.result == null).forEach(item -> stream.send(request(item.line)));
        }

        private ScoreRequest request(ScoreLine line) {
            return ScoreRequest.newBuilder()
                    .setRequestId(id(line))
                    .setScorer(scorer)
                    .setDimension(line.dimension())
                    .setPrompt(line.prompt())
                    .setResponse(line.response())
                    .build();
        }

        private static String id(ScoreLine line) {
            return Long.toString(line.number());
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
