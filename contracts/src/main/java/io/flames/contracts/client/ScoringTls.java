package io.flames.contracts.client;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            tls.trustManager(readable(ca.get()).toFile());
        }
        if (cert.isPresent() && key.isPresent()) {
            tls.keyManager(readable(cert.get()).toFile(), readable(key.get()).toFile());
        }
        return tls.build();
    }

    private static Path readable(Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IOException(file + ": not a file that can be read");
        }
        return file;
    }
}
