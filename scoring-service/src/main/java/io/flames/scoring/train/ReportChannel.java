package io.flames.scoring.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.flames.scoring.progress.Snapshot;
import io.flames.scoring.progress.SnapshotJson;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The way to a running Flames, on a thread of its own. Whoever offers a snapshot never waits: only the newest is kept until it
 * can be sent, a second after the one before or later. Without news the last is sent again, so that silence means that the
 * process is gone. Says once where the page is, or why there is none.
 */
final class ReportChannel implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(15);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** Longest wait for the last word where words were taken before, and where not. */
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private static final Duration SHORT_GOODBYE = Duration.ofSeconds(1);
    private static final int MOST_DETAIL = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String base;
    private final UUID id;
    private final PrintStream say;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final Thread sender = new Thread(this::send, "training-report");

    // Guarded by this.
    private @Nullable Snapshot newest;
    private boolean fresh;
    private boolean closing;

    private volatile boolean shown;
    // The sender's own.
    private boolean complained;
    private boolean refused;
    private long sequence;
    private Duration pause = EVERY;

    ReportChannel(URI flames, UUID id, PrintStream say) {
        var path = Optional.ofNullable(flames.getRawPath()).orElse("");
        // Without a name and password that may stand in it: it is printed.
        this.base = flames.getScheme() + "://" + flames.getHost() + (flames.getPort() < 0 ? "" : ":" + flames.getPort())
                + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
        this.id = id;
        this.say = say;
        sender.setDaemon(true);
        sender.start();
    }

    /** @param snapshot its sequence is set when it is sent */
    synchronized void offer(Snapshot snapshot) {
        newest = snapshot;
        fresh = true;
        notifyAll();
    }

    /** Sends what was offered last, if that takes but a moment. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            sender.join((shown ? GOODBYE : SHORT_GOODBYE).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sender.interrupt();
    }

    private void send() {
        try {
            for (var next = next(); next.isPresent() && !refused; next = next()) {
                boolean sent = put(next.get());
                pause = sent ? EVERY : longer(pause);
                if (!sent) {
                    keep(next.get());
                }
                rest(pause);
            }
        } catch (InterruptedException closed) {
            // The training has ended, and waits no longer.
        }
    }

    private static Duration longer(Duration pause) {
        var twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    /** What is to be sent; empty when nothing more will be. */
    private synchronized Optional<Snapshot> next() throws InterruptedException {
        long until = System.nanoTime() + AGAIN.toNanos();
        while (!fresh && !closing && (newest == null || until - System.nanoTime() > 0)) {
            wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
        }
        if (!fresh && closing) {
            return Optional.empty();
        }
        fresh = false;
        return Optional.ofNullable(newest);
    }

    /** It was not taken: unless a newer one came meanwhile it is the next again. */
    private synchronized void keep(Snapshot snapshot) {
        fresh = fresh || newest == snapshot;
    }

    private synchronized void rest(Duration time) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        while (!closing && until - System.nanoTime() > 0) {
            wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
        }
        if (closing && fresh) {
            wait(Math.min(EVERY.toMillis() / 4, time.toMillis()));
        }
    }

    /** @return whether it was taken, or never will be */
    private boolean put(Snapshot snapshot) throws InterruptedException {
        sequence = Math.max(sequence + 1, System.currentTimeMillis());
        var request = HttpRequest.newBuilder(URI.create(base + "/api/v1/trainings/" + id))
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(SnapshotJson.write(snapshot.withSequence(sequence))))
                .build();
        try {
            return answered(client.send(request, BodyHandlers.ofString()));
        } catch (IOException away) {
            complain("nothing answers at " + base + "; it is tried again now and then");
            return false;
        }
    }

    private boolean answered(HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
            if (!shown) {
                shown = true;
                say.println("progress is shown on " + base + "/scorers/trainings/" + id);
            }
            return true;
        }
        if (status == 408 || status == 429 || status >= 500) {
            complain(base + " answers " + status + "; it is tried again now and then");
            return false;
        }
        var problem = parsed(answer.body());
        if (status == 409 && problem.path("sequence").isIntegralNumber()) {
            // This clock is behind that of the process that reported before.
            sequence = Math.max(sequence, problem.path("sequence").asLong());
            return false;
        }
        refused = true;
        complain(base + " answers " + status + " " + detail(problem));
        return true;
    }

    private void complain(String why) {
        if (!complained) {
            complained = true;
            say.println("progress is not shown on a page: " + why.strip());
        }
    }

    private static String detail(JsonNode problem) {
        var detail = problem.path("detail").asText().replaceAll("\\p{Cntrl}+", " ");
        return detail.length() <= MOST_DETAIL ? detail : detail.substring(0, MOST_DETAIL);
    }

    private static JsonNode parsed(String body) {
        try {
            return Optional.ofNullable(JSON.readTree(body)).orElse(MissingNode.getInstance());
        } catch (JsonProcessingException noProblem) {
            return MissingNode.getInstance();
        }
    }
}
