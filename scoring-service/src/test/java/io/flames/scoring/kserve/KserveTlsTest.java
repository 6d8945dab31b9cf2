package io.flames.scoring.kserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict.Scored;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KserveTlsTest {
    @TempDir
    static Path folder;

    private static TestCertificates ours;
    private static TestCertificates others;

    @BeforeAll
    static void issue() throws Exception {
        ours = new TestCertificates(Files.createDirectory(folder.resolve("ours")));
        ours.issue("server");
        ours.issue("client");
        others = new TestCertificates(Files.createDirectory(folder.resolve("others")));
        others.issue("client");
    }

    @Test
    void anEncryptedServerOfAKnownAuthorityIsAsked() throws Exception {
        try (var server = server(ClientAuth.NONE);
                var scorer = load(server, Map.of("tls.ca", ours.certificate("ca")))) {
            assertScores(scorer);
        }
    }

    @Test
    void anEncryptedServerOfAnotherAuthorityIsNotTrusted() throws Exception {
        try (var server = server(ClientAuth.NONE)) {
            assertThatThrownBy(() -> load(server, Map.of("tls.ca", others.certificate("ca"))))
                    .isInstanceOf(ScorerUnavailableException.class);
            assertThatThrownBy(() -> load(server, Map.of())).isInstanceOf(ScorerUnavailableException.class);
        }
    }

    @Test
    void weShowOurOwnCertificateWhereItIsAskedFor() throws Exception {
        try (var server = server(ClientAuth.REQUIRE);
                var scorer = load(
                        server,
                        Map.of(
                                "tls.ca", ours.certificate("ca"),
                                "tls.cert", ours.certificate("client"),
                                "tls.key", ours.key("client")))) {
            assertScores(scorer);
        }
    }

    @Test
    void withoutACertificateThatTheServerKnowsItIsAway() throws Exception {
        try (var server = server(ClientAuth.REQUIRE)) {
            assertThatThrownBy(() -> load(server, Map.of("tls.ca", ours.certificate("ca"))))
                    .isInstanceOf(ScorerUnavailableException.class);
            assertThatThrownBy(() -> load(
                            server,
                            Map.of(
                                    "tls.ca", ours.certificate("ca"),
                                    "tls.cert", others.certificate("client"),
                                    "tls.key", others.key("client"))))
                    .isInstanceOf(ScorerUnavailableException.class);
        }
    }

    @Test
    void filesThatAreMissingAreSaid() throws Exception {
        try (var server = server(ClientAuth.NONE)) {
            assertThatThrownBy(() -> load(server, Map.of("tls.ca", folder.resolve("nowhere.crt"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nowhere.crt");
            assertThatThrownBy(() -> load(server, Map.of("tls.cert", ours.certificate("client"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tls.key");
        }
    }

    private static void assertScores(Scorer scorer) throws InterruptedException {
        assertThat(scorer.score(new ScoringInput(Dimension.DIMENSION_SAFETY, "问", FakeKserveServer.HARMFUL)))
                .isInstanceOfSatisfying(
                        Scored.class, verdict -> assertThat(verdict.score()).isEqualTo(1));
    }

    private static FakeKserveServer server(ClientAuth clients) throws Exception {
        return new FakeKserveServer(
                0,
                TlsServerCredentials.newBuilder()
                        .keyManager(
                                ours.certificate("server").toFile(),
                                ours.key("server").toFile())
                        .trustManager(ours.certificate("ca").toFile())
                        .clientAuth(clients)
                        .build());
    }

    private static Scorer load(FakeKserveServer server, Map<String, Path> files) throws InterruptedException {
        var changes = new HashMap<>(Map.of("tls.enabled", "true"));
        files.forEach((key, file) -> changes.put(key, file.toString()));
        return KserveScorers.load("remote", KserveTestSettings.of(server.address(), changes))
                .scorer();
    }
}
