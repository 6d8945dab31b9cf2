package io.flames.local.stack;

import io.flames.local.sample.Latency;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a stack is started with.
 *
 * @param dataDir where topics, databases and logs are kept; created when missing
 * @param fresh whether what the folder holds is deleted first
 * @param port of the gateway on the loopback address; 0 for any free one
 * @param samples whether the sample targets are served
 * @param sampleLatency how long the sample targets think
 * @param labelling whether annotation-service is started; nothing else waits for it
 * @param environment passed to the services on top of what they inherit; API keys ({@code FLAMES_API_KEY_*}) too
 */
public record StackOptions(
        Path dataDir,
        boolean fresh,
        int port,
        boolean samples,
        Latency sampleLatency,
        boolean labelling,
        Map<String, String> environment) {
    /** The gateway's port unless told otherwise. */
    public static final int DEFAULT_PORT = 8080;

    private static final int HIGHEST_PORT = 65_535;

    public StackOptions {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and " + HIGHEST_PORT);
        }
        dataDir = dataDir.toAbsolutePath().normalize();
        environment = Map.copyOf(environment);
    }

    /** {@code $FLAMES_HOME/data}, else {@code ~/.flames/data}; port 8080; all of it; this process's environment. */
    public static StackOptions defaults() {
        return new StackOptions(
                defaultDataDir(System.getenv(), Path.of(System.getProperty("user.home"))),
                false,
                DEFAULT_PORT,
                true,
                Latency.REALISTIC,
                true,
                System.getenv());
    }

    static Path defaultDataDir(Map<String, String> environment, Path userHome) {
        var home = environment.getOrDefault("FLAMES_HOME", "");
        return (home.isBlank() ? userHome.resolve(".flames") : Path.of(home)).resolve("data");
    }

    public StackOptions withDataDir(Path changed) {
        return new StackOptions(changed, fresh, port, samples, sampleLatency, labelling, environment);
    }

    public StackOptions withFresh(boolean changed) {
        return new StackOptions(dataDir, changed, port, samples, sampleLatency, labelling, environment);
    }

    public StackOptions withPort(int changed) {
        return new StackOptions(dataDir, fresh, changed, samples, sampleLatency, labelling, environment);
    }

    public StackOptions withSamples(boolean changed) {
        return new StackOptions(dataDir, fresh, port, changed, sampleLatency, labelling, environment);
    }

    public StackOptions withSampleLatency(Latency changed) {
        return new StackOptions(dataDir, fresh, port, samples, changed, labelling, environment);
    }

    public StackOptions withLabelling(boolean changed) {
        return new StackOptions(dataDir, fresh, port, samples, sampleLatency, changed, environment);
    }

    public StackOptions withEnvironment(Map<String, String> changed) {
        return new StackOptions(dataDir, fresh, port, samples, sampleLatency, labelling, changed);
    }
}
