package io.flames.scoring.judge;

import io.flames.scoring.judge.ChatReply.Answer;
import io.flames.scoring.judge.ChatReply.Fault;
import io.flames.scoring.judge.ChatReply.Refused;
import io.flames.scoring.judge.JudgeListener.Outcome;
import io.flames.scoring.scorer.ScorerUnavailableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Asks the judge over HTTP/1.1, with retries. Follows no redirect, so that a key goes nowhere else; breaks off a reply
 * that is too long.
 */
final class JudgeClient {
    /** Far above {@code max-tokens}: what is longer is no chat completion. */
    static final int LARGEST_REPLY = 1 << 20;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);
    private static final int MOST_DOUBLINGS = 16;

    private final JudgeConfig config;
    private final JudgeListener listener;
    private final Pacer pacer;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    JudgeClient(JudgeConfig config, JudgeListener listener) {
        this.config = config;
        this.listener = listener;
        this.pacer = new Pacer(config.patience().requestsAMinute());
    }

    /**
     * Asks until there is a reply that says something about the input; never a {@link Fault}, and {@link Refused} only
     * when the judge answers a harmless request.
     *
     * @param vote from 0
     * @throws ScorerUnavailableException when the tries are over, or another would not help
     */
    Timed ask(Conversation conversation, int vote) throws InterruptedException {
        var timed = settled(ChatRequest.of(config, conversation, vote));
        if (timed.reply() instanceof Refused refused) {
            probe(conversation, vote, refused);
        }
        return timed;
    }

    private void probe(Conversation conversation, int vote, Refused refused) throws InterruptedException {
        var probed = settled(ChatRequest.of(config, Probe.of(conversation.scale()), vote));
        if (!(probed.reply() instanceof Answer answer)) {
            listener.called(Outcome.REFUSED);
            throw new ScorerUnavailableException("the judge " + refused.detail());
        }
        listener.called(Outcome.PROBE);
        listener.tokens(answer.usage().prompt(), answer.usage().completion());
    }

    private Timed settled(byte[] body) throws InterruptedException {
        for (int retry = 0; ; retry++) {
            pacer.await();
            long start = System.nanoTime();
            ChatReply reply = exchange(body);
            if (!(reply instanceof Fault fault)) {
                return new Timed(reply, System.nanoTime() - start);
            }
            listener.called(outcome(fault));
            Duration pause = pause(fault, retry);
            if (fault.kind() == Fault.Kind.PERMANENT
                    || retry >= config.patience().retries()
                    || pause.compareTo(LONGEST_PAUSE) > 0) {
                throw new ScorerUnavailableException("the judge " + fault.detail());
            }
            if (fault.kind() == Fault.Kind.THROTTLED) {
                pacer.hold(pause, System.nanoTime());
            } else {
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            }
        }
    }

    private static Outcome outcome(Fault fault) {
        return switch (fault.kind()) {
            case THROTTLED -> Outcome.THROTTLED;
            case PASSING -> Outcome.FAILED;
            case PERMANENT -> Outcome.REFUSED;
        };
    }

    /** What the endpoint asks for; otherwise doubled with each retry, less up to half of it at random. */
    private Duration pause(Fault fault, int retry) {
        if (fault.retryAfter().isPresent()) {
            return fault.retryAfter().get();
        }
        var doubled = config.patience().firstPause().multipliedBy(1L << Math.min(retry, MOST_DOUBLINGS));
        long most = Math.min(doubled.toMillis(), LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(most - ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }

    private ChatReply exchange(byte[] body) throws InterruptedException {
        var request = HttpRequest.newBuilder(config.endpoint().chatCompletions())
                .header("content-type", "application/json")
                .header("accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        config.endpoint().key().read().ifPresent(key -> authorize(request, key));
        var sent = http.sendAsync(request.build(), info -> new BoundedBody(LARGEST_REPLY));
        try {
            var response = sent.get(config.patience().timeout().toNanos(), TimeUnit.NANOSECONDS);
            return ChatReply.of(response.statusCode(), retryHeaders(response), response.body(), Clock.systemUTC());
        } catch (TimeoutException e) {
            return passing("did not answer in " + config.patience().timeout());
        } catch (ExecutionException e) {
            return passing(detail(e.getCause()));
        } finally {
            // Ends the exchange after a timeout or an interrupt; otherwise it has no effect.
            sent.cancel(true);
        }
    }

    private void authorize(HttpRequest.Builder request, String key) {
        try {
            request.header("authorization", "Bearer " + key);
        } catch (IllegalArgumentException e) {
            // Without the cause: its message quotes the header.
            throw new ScorerUnavailableException(
                    "the key from " + config.endpoint().key().describe() + " cannot be sent");
        }
    }

    private static Fault passing(String detail) {
        return new Fault(Fault.Kind.PASSING, detail, Optional.empty());
    }

    private static String detail(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof BoundedBody.TooLargeException) {
                return "answers with more than " + LARGEST_REPLY + " bytes";
            }
            if (cause instanceof ConnectException) {
                return "cannot be connected to";
            }
            if (cause instanceof SSLException) {
                return "cannot be connected to: TLS failed";
            }
        }
        return fault instanceof IOException ? "broke the connection" : "could not be asked";
    }

    private static Map<String, String> retryHeaders(HttpResponse<byte[]> response) {
        var headers = new HashMap<String, String>();
        for (String name : new String[] {"retry-after", "retry-after-ms"}) {
            response.headers().firstValue(name).ifPresent(value -> headers.put(name, value));
        }
        return headers;
    }

    /**
     * A reply with its time.
     *
     * @param nanos that the exchange took, without pauses and failed tries
     */
    record Timed(ChatReply reply, long nanos) {}
}
