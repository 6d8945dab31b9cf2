package io.flames.generation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Everything that can be set in this service. The README's table documents each key. */
@ConfigMapping(prefix = "flames.generation")
public interface GenerationConfig {
    /**
     * Prefixes {@code scheme://host[:port]} that a target's base URL may have, or {@code *} for any. Shared deployments
     * name theirs.
     */
    @WithDefault("*")
    List<String> allowedEndpoints();

    /**
     * Networks in CIDR form that no target may resolve to, checked at every connection. The default covers link-local
     * addresses and the metadata services of the common clouds.
     */
    @WithDefault("169.254.0.0/16,100.100.100.200/32,fe80::/10,fd00:ec2::254/128")
    List<String> blockedNetworks();

    /** Bytes of UTF-8 that an answer's text may have; the rest is cut and flagged. */
    @WithDefault("262144")
    @Min(1024)
    @Max(524288)
    int maxResponseBytes();

    /** Bytes that an endpoint's reply may have; a longer one is broken off while it is read. */
    @WithDefault("4194304")
    @Min(1024)
    int maxBodyBytes();

    /** Leased calls. */
    Tasks tasks();

    /** What is tried again, and when. */
    Retry retry();

    /** Publishing of committed events. */
    Outbox outbox();

    /** The scoring-service that responses are sent to. */
    Scoring scoring();

    interface Tasks {
        /** Whether this replica calls targets at all. */
        @WithDefault("true")
        boolean enabled();

        /** How long a lease outlasts the request timeout of its target. */
        @WithDefault("15s")
        Duration leaseMargin();

        /** After how long without a sign of life a replica's leases are taken over. */
        @WithDefault("10s")
        Duration workerTimeout();

        /** How often open runs are looked for that another replica started. */
        @WithDefault("500ms")
        Duration pollInterval();

        /** How long results are gathered before they are stored together. */
        @WithDefault("3ms")
        Duration storeLinger();

        /** How long a stop waits for calls in flight before it gives their leases back. */
        @WithDefault("2s")
        Duration drainTimeout();
    }

    interface Retry {
        /** Calls a task may take before it ends as {@code error}; refusals for the rate are counted apart. */
        @WithDefault("6")
        @Min(1)
        @Max(100)
        int maxAttempts();

        /** Refusals for the rate (HTTP 429) that a task may take before it ends as {@code error}. */
        @WithDefault("20")
        @Min(1)
        @Max(1000)
        int maxThrottled();

        /** Wait before the second call, doubled for each further one, and jittered between half and full. */
        @WithDefault("500ms")
        Duration baseDelay();

        /** Longest wait between two calls of a task that the endpoint did not ask for. */
        @WithDefault("30s")
        Duration maxDelay();

        /** Longest wait that an endpoint may ask for by {@code retry-after}; a longer one is taken as this. */
        @WithDefault("10m")
        Duration maxRetryAfter();
    }

    interface Outbox {
        /** Events that are published together. */
        @WithDefault("1000")
        @Min(1)
        int batchSize();

        /** How often the outbox is looked at when nothing woke the relay. */
        @WithDefault("500ms")
        Duration pollInterval();
    }

    interface Scoring {
        /** Whether this replica sends responses to scoring. */
        @WithDefault("true")
        boolean enabled();

        /**
         * Replicas of scoring-service, {@code HOST:PORT} with commas between them, in place of {@code host} and
         * {@code port}. Each address that a name has is a replica.
         */
        Optional<List<String>> hosts();

        /** Host of scoring-service's gRPC server. */
        @WithDefault("localhost")
        String host();

        /** Port of scoring-service's gRPC server. */
        @WithDefault("9000")
        int port();

        /**
         * The scorer that is named in each request; empty for the service's default. Another one is another consumer
         * group, which reads all responses from the first on.
         */
        Optional<String> scorer();

        /** TLS to scoring-service. */
        Tls tls();

        /** How often host names are looked up again, for replicas that come and go. Java remembers a name for 30 s. */
        @WithDefault("10s")
        Duration lookUpEvery();

        /** Requests that may be in flight, over all replicas. */
        @WithDefault("256")
        @Min(1)
        @Max(10000)
        int window();

        /** Wait before a broken stream is opened again, doubled up to {@code max-backoff}. */
        @WithDefault("200ms")
        Duration backoff();

        /** With requests in flight and no result for so long, the stream is broken off and opened again. */
        @WithDefault("2m")
        Duration stallTimeout();

        /** Longest wait before a broken stream is opened again. */
        @WithDefault("10s")
        Duration maxBackoff();
    }

    interface Tls {
        /** Whether scoring-service is spoken to by TLS. */
        @WithDefault("false")
        boolean enabled();

        /** File of the certificates (PEM) that scoring-service's is checked against; the public authorities if unset. */
        Optional<String> ca();

        /** File of this client's certificate chain (PEM), where scoring-service asks for one. */
        Optional<String> cert();

        /** File of its private key (PEM, PKCS #8, not encrypted). */
        Optional<String> key();
    }
}
