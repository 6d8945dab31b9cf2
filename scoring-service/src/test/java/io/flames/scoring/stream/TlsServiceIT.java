package io.flames.scoring.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service with TLS and mTLS, as the README says to configure it; keys are made by the JDK's keytool. */
class TlsServiceIT {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    private final int port = FreeGrpcPort.free();
    private Process service;

    @AfterEach
    void stop() throws InterruptedException {
        service.destroyForcibly().waitFor();
    }

    @Test
    void tlsServesWhoTrustsTheServerAndNobodyInPlainText() throws Exception {
        key("server");
        trust("client-trust", "server");
        start("NONE");
        var trusting = TlsChannelCredentials.newBuilder()
                .trustManager(trusted("client-trust").getTrustManagers())
                .build();

        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> scores(trusting));
        assertRefused(InsecureChannelCredentials.create());
        assertRefused(TlsChannelCredentials.create());
    }

    @Test
    void mutualTlsServesOnlyWhoTheServerTrusts() throws Exception {
        key("server");
        key("client");
        key("stranger");
        trust("client-trust", "server");
        trust("server-trust", "client");
        start("REQUIRED");

        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> scores(mutual("client")));
        assertRefused(mutual("stranger"));
        assertRefused(TlsChannelCredentials.newBuilder()
                .trustManager(trusted("client-trust").getTrustManagers())
                .build());
    }

    private void start(String clientAuth) throws IOException {
        var jar = Path.of(System.getProperty("flames.root"), "scoring-service/target/quarkus-app/quarkus-run.jar");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dquarkus.profile=standalone",
                "-Dquarkus.http.port=" + FreeGrpcPort.free(),
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.grpc.server.port=" + port,
                "-Dquarkus.grpc.server.host=127.0.0.1",
                "-Dquarkus.grpc.server.plain-text=false",
                "-Dquarkus.grpc.server.ssl.key-store=" + folder.resolve("server.p12"),
                "-Dquarkus.grpc.server.ssl.key-store-type=pkcs12",
                "-Dquarkus.grpc.server.ssl.key-store-password=" + PASSWORD,
                "-Dquarkus.grpc.server.ssl.client-auth=" + clientAuth));
        if (clientAuth.equals("REQUIRED")) {
            command.addAll(List.of(
                    "-Dquarkus.grpc.server.ssl.trust-store=" + folder.resolve("server-trust.p12"),
                    "-Dquarkus.grpc.server.ssl.trust-store-type=pkcs12",
                    "-Dquarkus.grpc.server.ssl.trust-store-password=" + PASSWORD));
        }
        command.addAll(List.of("-jar", jar.toString()));
        service = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        Path.of("target", "tls-service-" + clientAuth + ".log").toFile())
                .start();
    }

    private boolean scores(ChannelCredentials credentials) throws InterruptedException {
        ManagedChannel channel =
                Grpc.newChannelBuilderForAddress("localhost", port, credentials).build();
        try {
            return ScoringServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(5, TimeUnit.SECONDS)
                    .scoreOne(ScoringClient.request(r -> {}))
                    .hasScored();
        } finally {
            channel.shutdownNow();
            channel.awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    private void assertRefused(ChannelCredentials credentials) {
        assertThatThrownBy(() -> scores(credentials))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        fault -> assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    }

    private ChannelCredentials mutual(String client) throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(client), PASSWORD.toCharArray());
        return TlsChannelCredentials.newBuilder()
                .keyManager(keys.getKeyManagers())
                .trustManager(trusted("client-trust").getTrustManagers())
                .build();
    }

    private TrustManagerFactory trusted(String name) throws Exception {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store(name));
        return trust;
    }

    private KeyStore store(String name) throws Exception {
        var store = KeyStore.getInstance("pkcs12");
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private void key(String name) throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-validity",
                "30",
                "-storetype",
                "pkcs12",
                "-keystore",
                folder.resolve(name + ".p12").toString());
    }

    private void trust(String store, String name) throws Exception {
        String certificate = folder.resolve(name + ".pem").toString();
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                name,
                "-file",
                certificate,
                "-keystore",
                folder.resolve(name + ".p12").toString());
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                name,
                "-file",
                certificate,
                "-storetype",
                "pkcs12",
                "-keystore",
                folder.resolve(store + ".p12").toString());
    }

    private static void keytool(String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }
}
