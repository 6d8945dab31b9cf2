package io.flames.prompt;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Everything about prompt-service that can be set, apart from the servers it talks to. */
@ConfigMapping(prefix = "flames.prompt")
public interface PromptConfig {

    Import importing();

    Relay relay();

    Page page();

    /** How files enter. */
    interface Import {
        /** Longest line of an import, in bytes. Default 65536. */
        @WithDefault("65536")
        @Min(1024)
        @Max(1_048_576)
        int maxLineBytes();

        /** Longest prompt text, in bytes of UTF-8; stays well under the broker's 1 MiB. Default 16384. */
        @WithDefault("16384")
        @Min(1)
        @Max(524_288)
        int maxPromptBytes();

        /** Lines that go to the database in one statement. Default 1000. */
        @WithDefault("1000")
        @Min(1)
        @Max(10_000)
        int batchLines();

        /** Imports that run at the same time in this replica; one more is answered 429. Default 4. */
        @WithDefault("4")
        @Min(1)
        @Max(16)
        int maxConcurrent();

        /** Longest wait for one statement of an import. Default 2M (two minutes). */
        @WithDefault("2M")
        Duration statementTimeout();
    }

    /** How releases go to Kafka. */
    interface Relay {
        /** Pause between two looks at an empty outbox; a release of this replica wakes the relay at once. Default 1S. */
        @WithDefault("1S")
        Duration pollInterval();

        /** Prompts read from the database and sent at a time. Default 500. */
        @WithDefault("500")
        @Min(1)
        @Max(10_000)
        int chunkPrompts();

        /** Shortest pause after a failed attempt; doubles up to the longest. Default 0.5S. */
        @WithDefault("PT0.5S")
        Duration minBackoff();

        /** Longest pause after a failed attempt. Default 30S. */
        @WithDefault("30S")
        Duration maxBackoff();

        /** Longest wait for the broker to acknowledge a record before the attempt counts as failed. Default 30S. */
        @WithDefault("30S")
        Duration deliveryTimeout();
    }

    /** Lists over REST. */
    interface Page {
        /** Entries of a list when the caller names no limit. Default 100. */
        @WithDefault("100")
        @Min(1)
        @Max(1000)
        int defaultLimit();

        /** Most entries of a list that a caller can ask for. Default 1000. */
        @WithDefault("1000")
        @Min(1)
        @Max(10_000)
        int maxLimit();
    }
}
