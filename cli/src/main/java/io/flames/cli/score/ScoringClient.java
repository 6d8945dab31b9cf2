package io.flames.cli.score;

import io.flames.cli.CliException;
import io.flames.contracts.client.HostAndPort;
import io.flames.contracts.client.ScoringReplicas;
import io.flames.contracts.client.ScoringReplicas.Event;
import io.flames.contracts.client.ScoringReplicas.Policy;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.grpc.ChannelCredentials;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Scores lines, over one bidirectional stream to each replica of the service. What is in flight is bounded in number and
 * bytes, so a file of any size takes the same memory; verdicts are handed on in the order of the lines. When a replica
 * goes away, what has no verdict yet is sent again. A full queue is no fault: the client comes back when it is told to.
 */
public final class ScoringClient implements AutoCloseable {
    private static final int WINDOW = 256;
    private static final long WINDOW_BYTES = 16L << 20;
    private static final int ATTEMPTS_WITHOUT_PROGRESS = 5;
    private static final Duration LOOK_UP = Duration.ofMillis(200);
    private static final Policy POLICY = new Policy(
            WINDOW, Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofMinutes(5), Duration.ofSeconds(10));

    private final String address;
    private final String scorer;
    private final ScoringReplicas replicas;

    /** A line that was sent and, as soon as it is there, its verdict. */
    private static final class Pending {
        private final ScoreLine line;
        private @Nullable ScoreResult result;

        Pending(ScoreLine line) {
            this.line = line;
        }
    }

    /** What takes the verdicts. */
    public interface Verdicts {
        /** A line with its verdict, in the order of the lines; never a refusal. */
        void add(ScoreLine line, ScoreResult result);

        /** Nothing came for a moment. */
        default void idle() {}

        /** The service's queue is full. */
        default void throttled(Duration pause) {}
    }

    /** @param scorer its name; empty for the service's default */
    public ScoringClient(List<HostAndPort> addresses, ChannelCredentials credentials, String scorer) {
        this.address = addresses.stream().map(HostAndPort::toString).collect(Collectors.joining(","));
        this.scorer = scorer;
        this.replicas = new ScoringReplicas(addresses, credentials, POLICY);
    }

    /**
     * @param file its name, for messages
     * @param lines the next line each time, empty at the end
     * @throws RefusedLineException when a line is refused
     * @throws CliException when the service stays away
     */
    public void score(String file, Supplier<Optional<ScoreLine>> lines, Verdicts verdicts) {
        new Work(file, lines, verdicts).run();
    }

    /** One file. */
    private final class Work {
        private final String file;
        private final Supplier<Optional<ScoreLine>> lines;
        private final Verdicts verdicts;
        private final Deque<Pending> pending = new ArrayDeque<>();
        private final Map<String, Pending> byId = new HashMap<>();
        private long pendingBytes;
        private boolean exhausted;
        private int failures;

        Work(String file, Supplier<Optional<ScoreLine>> lines, Verdicts verdicts) {
            this.file = file;
            this.lines = lines;
            this.verdicts = verdicts;
        }

        void run() {
            try {
                fill();
                while (!pending.isEmpty()) {
                    replicas.poll(LOOK_UP).ifPresentOrElse(this::handle, verdicts::idle);
                    fill();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CliException("interrupted", e);
            }
        }

        /** Lines count until they are handed on: one slow verdict must not let the others pile up. */
        private void fill() {
            while (!exhausted && pending.size() < WINDOW && pendingBytes < WINDOW_BYTES && replicas.room() > 0) {
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
            replicas.send(request(line));
        }

        private void handle(Event event) {
            if (event instanceof Event.Answered answered) {
                answered(answered.result());
            } else if (event instanceof Event.Ended ended) {
                ended(ended);
            }
        }

        private void answered(ScoreResult result) {
            failures = 0;
            var item = byId.remove(result.getRequestId());
            if (item == null) {
                return;
            }
            if (result.hasInvalid()) {
                throw new RefusedLineException(file + ":" + item.line.number() + ": "
                        + result.getInvalid().getMessage());
            }
            item.result = result;
            handOn();
        }

        private void handOn() {
            while (!pending.isEmpty() && pending.getFirst().result != null) {
                var first = pending.removeFirst();
                pendingBytes -= first.line.bytes();
                verdicts.add(first.line, first.result);
            }
        }

        private void ended(Event.Ended ended) {
            if (ended.throttled()) {
                verdicts.throttled(ended.pause());
                return;
            }
            failures++;
            var status = ended.status();
            // A server that is killed may cancel its streams.
            boolean away = status.getCode() == Status.Code.UNAVAILABLE || status.getCode() == Status.Code.CANCELLED;
            boolean hopeless = ended.scorerUnknown() && replicas.count() == 1;
            boolean worthAnother =
                    away && !hopeless && failures < ATTEMPTS_WITHOUT_PROGRESS * Math.max(1, replicas.count());
            if (!worthAnother) {
                throw new CliException(
                        "scoring-service at " + address + " "
                                + (status.getDescription() == null
                                        ? "ended the stream (" + status.getCode() + ")"
                                        : "says: " + status.getDescription()),
                        ended.fault());
            }
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
        replicas.close();
    }
}
