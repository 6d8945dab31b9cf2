package io.flames.generation.client;

import io.flames.generation.GenerationConfig;
import io.flames.generation.client.CallResult.Fault;
import io.flames.generation.client.CallResult.FaultKind;
import io.flames.generation.target.EndpointRules;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * {@link ChatClient} over HTTP/1.1 with a pool of kept-alive connections a target version. Connects only to addresses that
 * were checked against the blocked networks, follows no redirect (so a key goes nowhere else), and breaks off a reply
 * that is too long while it reads it.
 */
@ApplicationScoped
public class OpenAiChatClient implements ChatClient {
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final int IDLE_SECONDS = 60;

    private final Vertx vertx;
    private final int maxBodyBytes;
    private final OutcomeClassifier classifier;
    private final CheckedAddresses addresses;
    private final Map<UUID, HttpClient> pools = new ConcurrentHashMap<>();

    OpenAiChatClient(Vertx vertx, GenerationConfig config) {
        this.vertx = vertx;
        this.maxBodyBytes = config.maxBodyBytes();
        this.classifier = new OutcomeClassifier(config.maxResponseBytes(), Clock.systemUTC());
        this.addresses = new CheckedAddresses(
                vertx, new EndpointRules(config.allowedEndpoints(), config.blockedNetworks()), Clock.systemUTC());
    }

    @PreDestroy
    void close() {
        pools.values().forEach(HttpClient::close);
    }

    @Override
    public Future<CallResult> ask(Endpoint endpoint, String prompt) {
        var key = endpoint.apiKeyEnv() == null ? "" : System.getenv(endpoint.apiKeyEnv());
        if (key == null || (endpoint.apiKeyEnv() != null && key.isBlank())) {
            return Future.succeededFuture(new Fault(
                    FaultKind.PERMANENT,
                    "the environment variable %s is not set".formatted(endpoint.apiKeyEnv()),
                    null));
        }
        var uri = EndpointRules.chatCompletions(endpoint.frozen().baseUrl());
        return addresses
                .of(uri)
                .compose(address -> exchange(endpoint, uri, address, key, prompt))
                .map(classifier::classify)
                .recover(failure -> Future.succeededFuture(fault(failure)));
    }

    private Future<HttpReply> exchange(Endpoint endpoint, URI uri, SocketAddress address, String key, String prompt) {
        var result = Promise.<HttpReply>promise();
        var exchange = new Exchange(result, maxBodyBytes);
        long timer = vertx.setTimer(endpoint.timeout().toMillis(), id -> exchange.timeOut());
        boolean ssl = uri.getScheme().equals("https");
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(address)
                .setHost(uri.getHost())
                .setPort(address.port())
                .setSsl(ssl)
                .setURI(uri.getRawPath())
                .setFollowRedirects(false);
        pool(endpoint).request(options).onFailure(exchange::fail).onSuccess(request -> {
            exchange.begun(request);
            request.putHeader("content-type", "application/json").putHeader("accept", "application/json");
            if (!key.isEmpty()) {
                request.putHeader("authorization", "Bearer " + key);
            }
            request.send(Buffer.buffer(ChatRequestBody.of(endpoint.frozen(), prompt)))
                    .onFailure(exchange::fail)
                    .onSuccess(exchange::read);
        });
        return result.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private HttpClient pool(Endpoint endpoint) {
        return pools.computeIfAbsent(
                endpoint.targetVersionId(),
                id -> vertx.createHttpClient(new HttpClientOptions()
                        .setMaxPoolSize(1024)
                        .setKeepAlive(true)
                        .setKeepAliveTimeout(IDLE_SECONDS)
                        .setConnectTimeout(CONNECT_TIMEOUT_MS)
                        .setDecompressionSupported(true)
                        .setTcpNoDelay(true)));
    }

    private static Fault fault(Throwable failure) {
        if (failure instanceof CallFailure known) {
            return new Fault(known.kind(), known.detail(), null);
        }
        if (failure instanceof UnknownHostException) {
            return new Fault(FaultKind.TRANSIENT, "the host name does not resolve", null);
        }
        if (failure instanceof ConnectException) {
            return new Fault(FaultKind.TRANSIENT, "no connection", null);
        }
        if (failure instanceof SSLException) {
            return new Fault(FaultKind.TRANSIENT, "TLS failed", null);
        }
        return new Fault(FaultKind.TRANSIENT, "the connection broke", null);
    }

    /** One request and its reply; whatever happens first decides. */
    private static final class Exchange {
        private final Promise<HttpReply> result;
        private final int maxBytes;
        private final Buffer body = Buffer.buffer();
        private volatile @Nullable HttpClientRequest request;

        Exchange(Promise<HttpReply> result, int maxBytes) {
            this.result = result;
            this.maxBytes = maxBytes;
        }

        void begun(HttpClientRequest begun) {
            request = begun;
            if (result.future().isComplete()) {
                begun.reset();
            }
        }

        void read(HttpClientResponse response) {
            response.handler(chunk -> {
                if (body.length() + chunk.length() > maxBytes) {
                    fail(new CallFailure(FaultKind.PERMANENT, "the reply is longer than %d bytes".formatted(maxBytes)));
                    reset();
                } else {
                    body.appendBuffer(chunk);
                }
            });
            response.exceptionHandler(this::fail);
            response.endHandler(end ->
                    result.tryComplete(new HttpReply(response.statusCode(), retryHeaders(response), body.getBytes())));
        }

        void timeOut() {
            fail(new CallFailure(FaultKind.TRANSIENT, "timeout"));
            reset();
        }

        void fail(Throwable failure) {
            result.tryFail(failure);
        }

        private void reset() {
            var begun = request;
            if (begun != null) {
                begun.reset();
            }
        }

        private static Map<String, String> retryHeaders(HttpClientResponse response) {
            var headers = new HashMap<String, String>();
            for (var name : new String[] {"retry-after", "retry-after-ms"}) {
                var value = response.getHeader(name);
                if (value != null) {
                    headers.put(name, value);
                }
            }
            return headers;
        }
    }
}
