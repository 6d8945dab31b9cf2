package io.flames.cli.score;

import io.flames.cli.CliException;
import io.flames.contracts.client.HostAndPort;
import io.flames.contracts.client.ScoringTls;
import io.grpc.ChannelCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that name a scoring-service's gRPC interface. */
public final class ScoringOptions {
    @Option(
            names = "--scoring",
            paramLabel = "HOST:PORT[,...]",
            description = "The gRPC address of a scoring-service, or of its replicas.")
    private @Nullable String scoring;

    @Option(names = "--tls", description = "Connect by TLS; the service's certificate is one of a public authority.")
    private boolean tls;

    @Option(names = "--tls-ca", paramLabel = "FILE", description = "Connect by TLS; trust these certificates (PEM).")
    private @Nullable Path ca;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "The client's certificate chain (PEM).")
    private @Nullable Path cert;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key (PEM, PKCS #8, not encrypted).")
    private @Nullable Path key;

    /**
     * Where to connect.
     *
     * @param usage makes the failure for wrong usage
     * @return empty when no address is given
     */
    public List<HostAndPort> addresses(Function<String, ParameterException> usage) {
        if (scoring == null) {
            return List.of();
        }
        return addresses("--scoring", scoring, usage);
    }

    /** @param option that has the text, for the message */
    public static List<HostAndPort> addresses(String option, String text, Function<String, ParameterException> usage) {
        try {
            return HostAndPort.parseAll(text);
        } catch (IllegalArgumentException e) {
            throw usage.apply(option + ": " + e.getMessage());
        }
    }

    /** Any of its options switches TLS on. */
    public ScoringTls tls(Function<String, ParameterException> usage) {
        if ((cert == null) != (key == null)) {
            throw usage.apply("--tls-cert and --tls-key come together");
        }
        return new ScoringTls(
                tls || ca != null || cert != null,
                Optional.ofNullable(ca),
                Optional.ofNullable(cert),
                Optional.ofNullable(key));
    }

    /** For a command that needs {@code --scoring} to make sense of them. */
    public void checkTlsHasAddress(Function<String, ParameterException> usage) {
        if (scoring == null && tls(usage).enabled()) {
            throw usage.apply("TLS needs --scoring");
        }
    }

    /** @throws CliException when a file is not there or is no certificate or key */
    public static ChannelCredentials credentials(ScoringTls tls) {
        try {
            return tls.credentials();
        } catch (IOException e) {
            throw new CliException("TLS: " + e.getMessage(), e);
        }
    }
}
