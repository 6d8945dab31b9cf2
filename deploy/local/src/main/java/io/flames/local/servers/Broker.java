package io.flames.local.servers;

import io.flames.local.process.ChildProcess;
import io.flames.local.process.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A Kafka broker in a JVM of its own ({@link BrokerMain}). Its port and data stay when it is started again. */
public final class Broker implements Server {
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(25);

    private final Installation installation;
    private final Path data;
    private final Path log;
    private final int port;
    private final int controllerPort;

    /**
     * @param data where topics are kept; created when missing
     * @param log the log file
     * @param port what clients connect to
     * @param controllerPort what the broker itself connects to
     */
    public Broker(Installation installation, Path data, Path log, int port, int controllerPort) {
        this.installation = installation;
        this.data = data.toAbsolutePath();
        this.log = log;
        this.port = port;
        this.controllerPort = controllerPort;
    }

    @Override
    public ChildProcess start() {
        var child = ChildProcess.start(new ChildProcess.Spec(
                "kafka",
                List.of(
                        Installation.java(),
                        "-Xms96m",
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-Dorg.slf4j.simpleLogger.showDateTime=true",
                        "-cp",
                        installation.classPath(),
                        BrokerMain.class.getName(),
                        data.toString(),
                        String.valueOf(port),
                        String.valueOf(controllerPort)),
                Map.of(),
                true,
                installation.root(),
                log,
                BrokerMain.READY::equals,
                STOP_WITHIN));
        child.awaitReady(READY_WITHIN);
        return child;
    }

    public int port() {
        return port;
    }

    /** host:port for clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }
}
