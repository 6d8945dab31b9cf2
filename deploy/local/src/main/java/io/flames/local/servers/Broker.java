package io.flames.local.servers;

import io.flames.local.process.ChildProcess;
import io.flames.local.process.FreePorts;
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
    private final int port = FreePorts.next();
    private final int controllerPort = FreePorts.next();

    /**
     * @param data where topics are kept; created when missing
     * @param log the log file
     */
    public Broker(Installation installation, Path data, Path log) {
        this.installation = installation;
        this.data = data;
        this.log = log;
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
                installation.root(),
                log,
                BrokerMain.READY::equals,
                STOP_WITHIN));
        child.awaitReady(READY_WITHIN);
        return child;
    }

    /** host:port for clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }
}
