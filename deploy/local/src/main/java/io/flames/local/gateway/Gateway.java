package io.flames.local.gateway;

import io.flames.local.gateway.Routes.Destination;
import io.flames.local.gateway.Routes.Service;
import io.flames.local.process.LocalStackException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import java.net.ConnectException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one address that people and programs use, on the loopback address: routes by {@link Routes}, streams bodies both
 * ways without holding them, adds the X-Forwarded headers, and answers with a problem document itself when a service is
 * away (503) or breaks off (502), or when a page of elsewhere asks ({@link RequestGuard}).
 */
public final class Gateway implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String SERVICE = "flames.service";
    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final int CONNECTIONS_A_SERVICE = 128;
    private static final int STOP_SECONDS = 5;

    private final Map<Service, SocketAddress> services;
    private final Routes routes;
    private final HttpServer server;

    private Gateway(Vertx vertx, Routes routes, Map<Service, Integer> ports) {
        this.routes = routes;
        this.services = new EnumMap<>(Service.class);
        ports.forEach((service, port) -> services.put(service, SocketAddress.inetSocketAddress(port, HOST)));
        var proxy = HttpProxy.reverseProxy(vertx.createHttpClient(new HttpClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MS)
                        .setMaxPoolSize(CONNECTIONS_A_SERVICE)))
                .originSelector(this::origin)
                .addInterceptor(new Forwarding());
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHandle100ContinueAutomatically(true)
                        .setHttp2ClearTextEnabled(false))
                .requestHandler(request -> guarded(request, proxy));
    }

    /**
     * Listens at once; requests for a service that is not there yet get a 503.
     *
     * @param port 0 for any free one
     * @param ports where each service listens on the loopback address
     * @throws LocalStackException when the port is taken
     */
    public static Gateway start(Vertx vertx, int port, Routes routes, Map<Service, Integer> ports) {
        var gateway = new Gateway(vertx, routes, ports);
        try {
            gateway.server
                    .listen(port, HOST)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(STOP_SECONDS * 2L, TimeUnit.SECONDS);
            return gateway;
        } catch (ExecutionException | TimeoutException taken) {
            throw portTaken(port, taken);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted while starting the gateway", e);
        }
    }

    /** What is said when the gateway's port is taken. */
    public static LocalStackException portTaken(int port, @Nullable Throwable cause) {
        return new LocalStackException(
                "port " + port + " on " + HOST
                        + " is taken: stop the program that listens there, or choose another with --port",
                cause);
    }

    public int port() {
        return server.actualPort();
    }

    private void guarded(HttpServerRequest request, HttpProxy proxy) {
        var refusal = RequestGuard.refusal(new RequestGuard.Headers(
                request.method().name(),
                request.getHeader("Host"),
                request.getHeader("Origin"),
                request.getHeader("Sec-Fetch-Site")));
        if (refusal.isEmpty()) {
            proxy.handle(request);
            return;
        }
        request.response()
                .setStatusCode(403)
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .end(new Problem(403, "Forbidden", refusal.get()).json());
    }

    private Future<SocketAddress> origin(HttpServerRequest request) {
        var address = services.get(routes.of(path(request)).service());
        return address == null
                ? Future.failedFuture(new ConnectException("not part of this stack"))
                : Future.succeededFuture(address);
    }

    private static String path(HttpServerRequest request) {
        var path = request.path();
        return path == null || path.isEmpty() ? "/" : path;
    }

    @Override
    public void close() {
        try {
            server.close().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException late) {
            // Its event loop ends with Vert.x.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Rewrites the path, tells the service who asked for what, and puts words to a service's absence. */
    private final class Forwarding implements ProxyInterceptor {
        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            var proxied = context.request().proxiedRequest();
            var destination = routes.of(path(proxied));
            context.set(SERVICE, destination.service());
            forward(context, proxied, destination);
            return context.sendRequest().recover(failure -> Future.succeededFuture(away(context, failure)));
        }

        private void forward(ProxyContext context, HttpServerRequest proxied, Destination destination) {
            var query = proxied.query();
            var headers = context.request()
                    .setURI(destination.path() + (query == null ? "" : "?" + query))
                    .setAuthority(proxied.authority())
                    .headers();
            headers.remove("Expect");
            headers.remove("Forwarded");
            headers.set("X-Forwarded-For", proxied.remoteAddress().hostAddress());
            headers.set("X-Forwarded-Proto", "http");
            headers.set("X-Forwarded-Host", proxied.getHeader("Host"));
            headers.set("X-Forwarded-Port", String.valueOf(port()));
        }

        private ProxyResponse away(ProxyContext context, Throwable failure) {
            var name = context.get(SERVICE, Service.class).moduleName();
            var problem = failure instanceof ConnectException
                    ? new Problem(
                            503, "Service Unavailable", name + " is not running right now: try again in a moment.")
                    : new Problem(502, "Bad Gateway", name + " broke off before it answered: try again in a moment.");
            return context.request()
                    .release()
                    .response()
                    .setStatusCode(problem.status())
                    .putHeader("Content-Type", Problem.MEDIA_TYPE)
                    .putHeader("Retry-After", "2")
                    .setBody(Body.body(Buffer.buffer(problem.json())));
        }
    }
}
