package io.flames.generation.dispatch;

import io.flames.contracts.client.HostAndPort;
import io.flames.contracts.client.ScoringReplicas;
import io.flames.contracts.client.ScoringTls;
import io.flames.generation.GenerationConfig;
import io.grpc.ChannelCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where scoring is and how it is spoken to, from configuration.
 *
 * @param addresses each address that a name among them resolves to is a replica
 * @param credentials plaintext or TLS
 * @param policy window, waits
 */
record ScoringConnection(List<HostAndPort> addresses, ChannelCredentials credentials, ScoringReplicas.Policy policy) {
    /** @throws IllegalStateException when an address is none or a certificate cannot be read; names the key */
    static ScoringConnection of(GenerationConfig.Scoring config) {
        return new ScoringConnection(
                addresses(config),
                credentials(config.tls()),
                new ScoringReplicas.Policy(
                        config.window(),
                        config.backoff(),
                        config.maxBackoff(),
                        config.stallTimeout(),
                        config.lookUpEvery()));
    }

    private static List<HostAndPort> addresses(GenerationConfig.Scoring config) {
        try {
            return config.hosts()
                    .map(hosts -> HostAndPort.parseAll(String.join(",", hosts)))
                    .orElseGet(() -> List.of(new HostAndPort(config.host(), config.port())));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("flames.generation.scoring.hosts: " + e.getMessage(), e);
        }
    }

    private static ChannelCredentials credentials(GenerationConfig.Tls tls) {
        try {
            return new ScoringTls(
                            tls.enabled(),
                            tls.ca().map(Path::of),
                            tls.cert().map(Path::of),
                            tls.key().map(Path::of))
                    .credentials();
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("flames.generation.scoring.tls: " + e.getMessage(), e);
        }
    }

    ScoringReplicas open() {
        return new ScoringReplicas(addresses, credentials, policy);
    }
}
