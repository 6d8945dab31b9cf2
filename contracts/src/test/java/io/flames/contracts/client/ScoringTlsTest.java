package io.flames.contracts.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.contracts.client.ScoringReplicas.Event;
import io.flames.contracts.client.ScoringReplicas.Policy;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ScoringTlsTest {
    private static final Policy POLICY = new Policy(
            8, Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofSeconds(20), Duration.ofSeconds(10));

    @TempDir
    private static Path folder;

    private static PemPair server;
    private static PemPair client;

    @BeforeAll
    static void certificates() throws Exception {
        server = PemPair.make(folder, "server", "dns:localhost");
        client = PemPair.make(folder, "client", "dns:client");
    }

    private static ReplicaPeer peer(boolean asksForCertificate) throws IOException {
        var credentials = TlsServerCredentials.newBuilder()
                .keyManager(server.certificate().toFile(), server.key().toFile());
        if (asksForCertificate) {
            credentials.trustManager(client.certificate().toFile()).clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
        }
        return new ReplicaPeer("127.0.0.1", 0, 100, credentials.build());
    }

    private static Event first(String host, ReplicaPeer peer, ScoringTls tls) throws Exception {
        try (var replicas =
                new ScoringReplicas(List.of(new HostAndPort(host, peer.port())), tls.credentials(), POLICY)) {
            replicas.send(ScoreRequest.newBuilder().setRequestId("1").build());
            return replicas.poll(Duration.ofSeconds(20)).orElseThrow();
        }
    }

    private static ScoringTls trusting(PemPair ca) {
        return new ScoringTls(true, Optional.of(ca.certificate()), Optional.empty(), Optional.empty());
    }

    private static ScoringTls identified() {
        return new ScoringTls(
                true, Optional.of(server.certificate()), Optional.of(client.certificate()), Optional.of(client.key()));
    }

    @Test
    void aTrustedServerIsSpokenToUnderTheNameThatWasConfigured() throws Exception {
        try (var peer = peer(false)) {
            assertThat(first("localhost", peer, trusting(server))).isInstanceOf(Event.Answered.class);
            assertThat(status(first("127.0.0.1", peer, trusting(server)))).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void anUnknownServerIsNot() throws Exception {
        try (var peer = peer(false)) {
            assertThat(status(first("localhost", peer, trusting(client)))).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(status(first("localhost", peer, ScoringTls.PLAINTEXT))).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(peer.answered()).isZero();
        }
    }

    @Test
    void aServerThatAsksForACertificateGetsIt() throws Exception {
        try (var peer = peer(true)) {
            assertThat(first("localhost", peer, identified())).isInstanceOf(Event.Answered.class);
            assertThat(status(first("localhost", peer, trusting(server)))).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        var somewhere = Optional.of(folder.resolve("nowhere.pem"));
        assertThatThrownBy(() -> new ScoringTls(true, Optional.empty(), somewhere, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ScoringTls(false, somewhere, Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ScoringTls(true, somewhere, Optional.empty(), Optional.empty()).credentials())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere.pem: not a file that can be read");
    }

    private static Status.Code status(Event event) {
        assertThat(event).isInstanceOf(Event.Ended.class);
        return ((Event.Ended) event).status().getCode();
    }
}
