package io.flames.cli.score;

import io.flames.cli.CliException;
import io.flames.cli.stack.ServiceJvm;
import io.flames.local.gateway.Routes.Service;
import io.flames.local.process.ChildProcess;
import io.flames.local.process.Folders;
import io.flames.local.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * scoring-service alone, without Kafka and Postgres, for one command.
 *
 * @param child its process
 * @param port of its gRPC interface on the loopback address
 */
public record ScoringProcess(ChildProcess child, int port) implements AutoCloseable {

    /** Returns when its scorer has passed its self-test. */
    public static ScoringProcess start() {
        return start(Map.of());
    }

    /** @param settings environment variables that configure it beyond the defaults */
    public static ScoringProcess start(Map<String, String> settings) {
        int port = FreePorts.next();
        var told = new HashMap<>(settings);
        told.put("QUARKUS_GRPC_SERVER_HOST", ServiceJvm.HOST);
        told.put("QUARKUS_GRPC_SERVER_PORT", String.valueOf(port));
        var child = ServiceJvm.start(
                Service.SCORING, List.of("-Xmx384m", "-Dquarkus.profile=standalone"), told, FreePorts.next(), newLog());
        return new ScoringProcess(child, port);
    }

    /** In a folder of its own: a log that grows is split. */
    private static Path newLog() {
        try {
            return Files.createTempDirectory("flames-score-").resolve("scoring-service.log");
        } catch (IOException e) {
            throw new CliException("no temporary folder can be made: " + e.getMessage(), e);
        }
    }

    /** HOST:PORT of its gRPC interface. */
    public String address() {
        return ServiceJvm.HOST + ":" + port;
    }

    /** For messages: it stays when something went wrong. */
    public Path log() {
        return child.log();
    }

    /** Takes the log away too: for when all went well. */
    public void closeAndForget() {
        close();
        try {
            Folders.delete(log().getParent());
        } catch (IOException kept) {
            // A temporary folder more.
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
