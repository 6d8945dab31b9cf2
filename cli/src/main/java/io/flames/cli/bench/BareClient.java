package io.flames.cli.bench;

import io.flames.cli.CliException;
import io.flames.cli.bench.BenchCommand.Cost;
import io.flames.cli.bench.BenchCommand.Load;
import io.flames.cli.console.Json;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The same calls without Flames: an asynchronous HTTP client that reads each answer and drops it. */
final class BareClient implements AutoCloseable {
    private static final double NANOS = 1e9;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    private final HttpClient client;
    private final URI endpoint;
    private final Load load;

    BareClient(URI endpoint, Load load) {
        this.endpoint = endpoint;
        this.load = load;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setDefaultHost(endpoint.getHost()).setDefaultPort(endpoint.getPort()),
                new PoolOptions().setHttp1MaxSize(load.inFlight()));
    }

    /** Makes all calls once; the CPU time is this process's. */
    Cost measure() throws InterruptedException {
        long pid = ProcessHandle.current().pid();
        double cpu = Cpu.secondsOf(pid);
        long start = System.nanoTime();
        try {
            new Calls().start().get();
        } catch (ExecutionException e) {
            throw new CliException(
                    "the bare client's call failed: " + e.getCause().getMessage(), e);
        }
        double wall = (System.nanoTime() - start) / NANOS;
        return new Cost(wall, Cpu.secondsOf(pid) - cpu);
    }

    /** All calls of one measurement; its counters belong to the one event loop. */
    private final class Calls {
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private int next;
        private int answered;

        CompletableFuture<Void> start() {
            vertx.getOrCreateContext().runOnContext(go -> {
                while (next < Math.min(load.inFlight(), load.prompts())) {
                    call();
                }
            });
            return done;
        }

        private void call() {
            var body = Json.object().put("model", "bench");
            body.putArray("messages").addObject().put("role", "user").put("content", load.prompt(next++));
            client.request(HttpMethod.POST, endpoint.getPath() + "/chat/completions")
                    .compose(request -> request.putHeader("Content-Type", "application/json")
                            .send(Buffer.buffer(Json.line(body))))
                    .compose(response -> response.body())
                    .onSuccess(this::answered)
                    .onFailure(done::completeExceptionally);
        }

        private void answered(Buffer body) {
            if (body.toJsonObject().getJsonArray("choices").isEmpty()) {
                done.completeExceptionally(new CliException("the endpoint gave no answer"));
            }
            answered++;
            if (answered == load.prompts()) {
                done.complete(null);
            } else if (next < load.prompts()) {
                call();
            }
        }
    }

    @Override
    public void close() {
        client.close();
        vertx.close();
    }
}
