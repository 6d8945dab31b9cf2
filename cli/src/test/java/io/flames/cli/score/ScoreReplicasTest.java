package io.flames.cli.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flames.cli.Captured;
import io.flames.cli.FlamesCommand;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several replicas, full queues and TLS, as {@code flames score} meets them. */
@Timeout(120)
class ScoreReplicasTest {
    private static final int LINES = 6000;

    @TempDir
    private Path folder;

    private Path file() throws IOException {
        var file = folder.resolve("answers.jsonl");
        Lines.write(file, LINES);
        return file;
    }

    @Test
    void equalReplicasGetEqualShares() throws Exception {
        try (var one = new ScoringPeer(0);
                var two = new ScoringPeer(0)) {
            int code = new Captured().run("score", file().toString(), "--scoring", one.address() + "," + two.address());

            assertThat(code).isZero();
            assertThat(one.seen() + two.seen()).isEqualTo(LINES);
            assertThat((double) one.seen() / LINES).isBetween(0.4, 0.6);
        }
    }

    @Test
    void aReplicaThatDiesLeavesItsLinesToTheOther() throws Exception {
        try (var dies = new ScoringPeer(0);
                var stays = new ScoringPeer(0)) {
            dies.answersAtMost(500);
            var file = file();
            var killed = CompletableFuture.runAsync(() -> {
                await().until(() -> dies.seen() > 510);
                dies.close();
            });

            int code =
                    new Captured().run("score", file.toString(), "--scoring", dies.address() + "," + stays.address());

            killed.join();
            assertThat(code).isZero();
            assertThat(Files.readAllLines(folder.resolve("answers_predicted.jsonl")))
                    .hasSize(LINES)
                    .allMatch(line -> line.matches(".*\"predicted\":[123]}"));
            assertThat(stays.seen()).isGreaterThan(LINES / 2);
        }
    }

    @Test
    void aFullQueueIsNoErrorAndIsWaitedFor() throws Exception {
        try (var peer = new ScoringPeer(0)) {
            peer.full(4, 150);
            var captured = new Captured();

            int code = captured.run("score", file().toString(), "--scoring", peer.address());

            assertThat(code).isZero();
            assertThat(peer.earlyReturns()).isZero();
            assertThat(captured.errLines()).contains("the scorer's queue is full: sending as fast as it says");
            assertThat(peer.timesSeen()).hasSize(LINES);
            assertThat(peer.timesSeen().values()).allMatch(times -> times == 1);
        }
    }

    @Test
    void aScorerThatNobodyKnowsIsAnErrorThatSaysSo() throws Exception {
        try (var one = new ScoringPeer(0).knowsNo("judge");
                var two = new ScoringPeer(0).knowsNo("judge")) {
            var file = file();
            for (var addresses : List.of(one.address(), one.address() + "," + two.address())) {
                var captured = new Captured();

                int code = captured.run("score", file.toString(), "--scorer", "judge", "--scoring", addresses);

                assertThat(code).isEqualTo(FlamesCommand.ERROR);
                assertThat(captured.errLines())
                        .containsExactly("scoring-service at " + addresses
                                + " says: unknown scorer, expected nothing or one of peer");
                assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
            }
        }
    }

    @Test
    void aReplicaThatDoesNotKnowTheScorerYetLeavesItsLinesToTheOther() throws Exception {
        try (var older = new ScoringPeer(0).knowsNo("judge");
                var newer = new ScoringPeer(0)) {
            int code = new Captured()
                    .run(
                            "score",
                            file().toString(),
                            "--scorer",
                            "judge",
                            "--scoring",
                            older.address() + "," + newer.address());

            assertThat(code).isZero();
            assertThat(older.unknown()).isPositive();
            assertThat(Files.readAllLines(folder.resolve("answers_predicted.jsonl")))
                    .hasSize(LINES)
                    .allMatch(line -> line.matches(".*\"predicted\":[123]}"));
        }
    }

    @Test
    void tlsWithAClientCertificate() throws Exception {
        var server = PemPair.make(folder, "server", "ip:127.0.0.1");
        var client = PemPair.make(folder, "client", "dns:client");
        var credentials = TlsServerCredentials.newBuilder()
                .keyManager(server.certificate().toFile(), server.key().toFile())
                .trustManager(client.certificate().toFile())
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                .build();
        var file = file().toString();
        var ca = server.certificate().toString();
        try (var peer = new ScoringPeer(0, 0, credentials)) {
            assertThat(new Captured()
                            .run(
                                    "score",
                                    file,
                                    "--scoring",
                                    peer.address(),
                                    "--tls-ca",
                                    ca,
                                    "--tls-cert",
                                    client.certificate().toString(),
                                    "--tls-key",
                                    client.key().toString()))
                    .isZero();
            long seen = peer.seen();
            assertThat(new Captured().run("score", file, "--scoring", peer.address(), "--tls-ca", ca))
                    .isEqualTo(FlamesCommand.ERROR);
            assertThat(new Captured().run("score", file, "--scoring", peer.address()))
                    .isEqualTo(FlamesCommand.ERROR);
            assertThat(peer.seen()).isEqualTo(seen);
        }
    }

    @Test
    void aCertificateThatIsNoneIsNamed() throws Exception {
        var none = folder.resolve("none.pem");
        Files.writeString(none, "nonsense");
        var missing = new Captured();
        var broken = new Captured();
        var file = file().toString();

        assertThat(missing.run("score", file, "--scoring", "127.0.0.1:1", "--tls-ca", "/nowhere.pem"))
                .isEqualTo(FlamesCommand.ERROR);
        assertThat(missing.errLines()).containsExactly("TLS: /nowhere.pem: not a file that can be read");
        assertThat(broken.run("score", file, "--scoring", "127.0.0.1:1", "--tls-ca", none.toString()))
                .isEqualTo(FlamesCommand.ERROR);
        assertThat(broken.errLines()).containsExactly("TLS: " + none + ": no certificates in PEM");
    }
}
