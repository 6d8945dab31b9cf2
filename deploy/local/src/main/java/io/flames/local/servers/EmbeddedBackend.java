package io.flames.local.servers;

import static java.util.Objects.requireNonNull;

import io.flames.local.process.ChildProcess;
import io.flames.local.process.Folders;
import io.flames.local.process.FreePorts;
import io.flames.local.process.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Both servers as child processes from Maven artifacts, their data in a temporary folder. */
final class EmbeddedBackend implements TestBackend {
    private final Path data;
    private final Broker broker;
    private final Postgres postgres;
    private @Nullable ChildProcess brokerProcess;
    private @Nullable ChildProcess postgresProcess;

    /** @param logs the folder that logs go to */
    EmbeddedBackend(Installation installation, Path logs) {
        this.data = temporaryFolder();
        this.broker = new Broker(
                installation, data.resolve("kafka"), logs.resolve("kafka.log"), FreePorts.next(), FreePorts.next());
        this.postgres = new Postgres(
                installation,
                installation.localTarget().resolve("cache"),
                data.resolve("postgres"),
                logs.resolve("postgres.log"),
                FreePorts.next(),
                false);
    }

    private static Path temporaryFolder() {
        try {
            var folder = Files.createTempDirectory(
                    "flames-servers-" + ProcessHandle.current().pid() + "-");
            return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void start() {
        var startingBroker = CompletableFuture.supplyAsync(broker::start);
        postgresProcess = postgres.start();
        brokerProcess = startingBroker.join();
    }

    /** The broker without ceremony: its data is deleted anyway. */
    @Override
    public void stop() {
        try {
            if (brokerProcess != null) {
                brokerProcess.kill();
            }
            if (postgresProcess != null) {
                postgresProcess.close();
            }
            Folders.delete(data);
        } catch (IOException e) {
            System.err.println("cannot delete " + data + ": " + e);
        }
    }

    @Override
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public int postgresPort() {
        return postgres.port();
    }

    @Override
    public void killBroker() {
        requireNonNull(brokerProcess).kill();
    }

    @Override
    public void startBroker() {
        brokerProcess = broker.start();
    }

    @Override
    public void killPostgres() {
        postgres.kill(requireNonNull(postgresProcess));
    }

    @Override
    public void startPostgres() {
        postgresProcess = postgres.start();
    }
}
