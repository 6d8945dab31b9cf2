package io.flames.contracts.client;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;

/**
 * How a client secures its connections.
 *
 * @param enabled false: plaintext
 * @param ca certificates (PEM) that the service's is checked against; empty: the public ones that Java knows
 * @param cert the client's own certificate chain (PEM), where the service asks for one
 * @param key its private key (PEM, PKCS #8, not encrypted)
 */
public record ScoringTls(boolean enabled, Optional<Path> ca, Optional<Path> cert, Optional<Path> key) {
    public static final ScoringTls PLAINTEXT =
            new ScoringTls(false, Optional.empty(), Optional.empty(), Optional.empty());

    private static final String KEY_BEGINS = "-----BEGIN PRIVATE KEY-----";

    public ScoringTls {
        if (cert.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("a certificate of the client and its key come together");
        }
        if (!enabled && (ca.isPresent() || cert.isPresent())) {
            throw new IllegalArgumentException("certificates are given, and TLS is off");
        }
    }

    /**
     * Reads the files.
     *
     * @throws IOException when a file is not there, cannot be read or is not PEM; the message names it
     */
    public ChannelCredentials credentials() throws IOException {
        if (!enabled) {
            return InsecureChannelCredentials.create();
        }
        var tls = TlsChannelCredentials.newBuilder();
        if (ca.isPresent()) {
            tls.trustManager(certificates(ca.get()).toFile());
        }
        if (cert.isPresent() && key.isPresent()) {
            tls.keyManager(
                    certificates(cert.get()).toFile(), privateKey(key.get()).toFile());
        }
        return tls.build();
    }

    /** Checked here, because gRPC says it only when it connects, and in other words. */
    private static Path certificates(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(readable(file))) {
            if (!CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .isEmpty()) {
                return file;
            }
        } catch (CertificateException notOne) {
            // Said below.
        }
        throw new IOException(file + ": no certificates in PEM");
    }

    private static Path privateKey(Path file) throws IOException {
        if (Files.readString(readable(file), StandardCharsets.ISO_8859_1).contains(KEY_BEGINS)) {
            return file;
        }
        throw new IOException(file + ": no private key in PEM (PKCS #8, not encrypted: \"" + KEY_BEGINS + "\")");
    }

    private static Path readable(Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IOException(file + ": not a file that can be read");
        }
        return file;
    }
}
