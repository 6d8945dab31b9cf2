package io.flames.cli.bench;

import io.flames.local.process.ChildProcess;
import io.flames.local.process.Installation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The running {@link FixedLatencyServer}.
 *
 * @param child its process
 * @param url its base URL, with {@code /v1}
 */
record Endpoint(ChildProcess child, URI url) implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(3);

    static Endpoint start(Path folder, int latencyMs) {
        var child = ChildProcess.start(new ChildProcess.Spec(
                "endpoint",
                List.of(
                        Installation.java(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FixedLatencyServer.class.getName(),
                        String.valueOf(latencyMs)),
                Map.of(),
                true,
                folder,
                folder.resolve("endpoint.log"),
                line -> line.startsWith(FixedLatencyServer.LISTENING),
                STOP_WITHIN));
        var port = child.awaitReady(READY_WITHIN).substring(FixedLatencyServer.LISTENING.length());
        return new Endpoint(child, URI.create("http://127.0.0.1:" + port + "/v1"));
    }

    @Override
    public void close() {
        child.close();
    }
}
