package io.flames.local.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flames.local.process.FreePorts;
import io.flames.local.process.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a data folder of PostgreSQL goes through. */
class PostgresIT {
    @TempDir
    Path temp;

    private final int port = FreePorts.next();

    @Test
    void itIsDurableAndAsksForThePassword() throws SQLException {
        try (var server = postgres().start()) {
            assertThat(server.isAlive()).isTrue();
            assertThat(setting("fsync")).isEqualTo("on");
            assertThat(setting("synchronous_commit")).isEqualTo("on");
            assertThat(setting("password_encryption")).isEqualTo("scram-sha-256");
            assertThat(setting("listen_addresses")).isEqualTo("127.0.0.1");
            assertThatThrownBy(() -> DriverManager.getConnection(url(), Postgres.USER, "wrong"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void aPidFileThatNamesAnotherProcessIsNoObstacle() throws IOException {
        postgres().start().close();
        Files.write(
                temp.resolve("data/postmaster.pid"),
                List.of(
                        String.valueOf(ProcessHandle.current().pid()),
                        temp.resolve("data").toString()));

        try (var server = postgres().start()) {
            assertThat(server.isAlive()).isTrue();
        }
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void aServerThatLostItsParentIsEndedAtTheNextStart() throws IOException, InterruptedException {
        postgres().start().close();
        // Started as nobody should: without the script that watches its pipe.
        var prefix = RunAs.forThisUser().prefix();
        var command = new ArrayList<>(prefix);
        var programs = PostgresBinaries.unpackedIn(cache(), Installation.find());
        command.addAll(List.of(
                programs.program("postgres"), "-D", temp.resolve("data").toString(), "-p", String.valueOf(port)));
        command.addAll(List.of("-c", "unix_socket_directories=", "-c", "listen_addresses=127.0.0.1"));
        var orphan = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("orphan.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Files.readString(temp.resolve("orphan.log")).contains("ready to accept"));

        try (var server = postgres().start()) {
            assertThat(server.isAlive()).isTrue();
            assertThat(orphan.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aStartThatWasKilledHalfwayLeavesNoHalfCluster() throws IOException {
        Files.createDirectories(temp.resolve("data.new/base"));
        Files.writeString(temp.resolve("data.new/PG_VERSION"), "17\n");

        try (var server = postgres().start()) {
            assertThat(server.isAlive()).isTrue();
        }
        assertThat(temp.resolve("data.new")).doesNotExist();
    }

    private Postgres postgres() {
        return new Postgres(Installation.find(), cache(), temp.resolve("data"), temp.resolve("log"), port, true);
    }

    private static Path cache() {
        return Installation.find().localTarget().resolve("cache");
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    private String setting(String name) throws SQLException {
        try (var connection = DriverManager.getConnection(url(), Postgres.USER, Postgres.PASSWORD);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("show " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
