package io.flames.cli.bench;

import io.flames.local.process.StdinWatch;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * The endpoint of the benchmark, in a JVM of its own: answers every chat completion with the same text after a fixed
 * time. A waiting answer costs a timer, no thread. Prints its port, and ends when its standard input closes.
 */
public final class FixedLatencyServer {
    static final String LISTENING = "listening on port ";

    private static final String HOST = "127.0.0.1";
    private static final String ANSWER =
            """
            {"id":"chatcmpl-bench","object":"chat.completion","created":0,"model":"bench","choices":[{"index":0,\
            "message":{"role":"assistant","content":"可以先听对方把话说完，再说自己的看法，并一起找一个都能接受的办法。"},\
            "finish_reason":"stop"}],"usage":{"prompt_tokens":30,"completion_tokens":25,"total_tokens":55}}""";

    private FixedLatencyServer() {}

    /** @param args the latency in milliseconds */
    public static void main(String[] args) {
        StdinWatch.exitAtEnd(Duration.ofSeconds(2));
        long latencyMs = Long.parseLong(args[0]);
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
        vertx.createHttpServer()
                .requestHandler(request -> answer(vertx, request, latencyMs))
                .listen(0, HOST)
                .onSuccess(server -> System.out.println(LISTENING + server.actualPort()))
                .onFailure(failure -> {
                    System.out.println("cannot listen: " + failure.getMessage());
                    System.exit(1);
                });
    }

    /** The time runs from the request's last byte. */
    private static void answer(Vertx vertx, HttpServerRequest request, long latencyMs) {
        request.endHandler(end -> {
            if (latencyMs == 0) {
                send(request);
            } else {
                vertx.setTimer(latencyMs, timer -> send(request));
            }
        });
        request.resume();
    }

    private static void send(HttpServerRequest request) {
        if (!request.response().closed()) {
            request.response().putHeader("Content-Type", "application/json").end(ANSWER);
        }
    }
}
