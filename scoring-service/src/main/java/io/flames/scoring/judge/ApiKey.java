package io.flames.scoring.judge;

import io.flames.scoring.scorer.ScorerUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the endpoint's key is found. It is read for each call, so that it can be exchanged, and held nowhere. */
public sealed interface ApiKey {
    /**
     * The key; empty where none is sent.
     *
     * @throws ScorerUnavailableException when there should be one and is not
     */
    Optional<String> read();

    /** For people: where, never the key. */
    String describe();

    /** The endpoint wants none. */
    record None() implements ApiKey {
        @Override
        public Optional<String> read() {
            return Optional.empty();
        }

        @Override
        public String describe() {
            return "none";
        }
    }

    /** In an environment variable of this process. */
    record Environment(String variable) implements ApiKey {
        @Override
        public Optional<String> read() {
            String key = System.getenv(variable);
            if (key == null || key.isBlank()) {
                throw new ScorerUnavailableException("the environment variable " + variable + " is not set");
            }
            return Optional.of(key.strip());
        }

        @Override
        public String describe() {
            return "environment variable " + variable;
        }
    }

    /** In a file, such as a mounted secret. */
    record File(Path path) implements ApiKey {
        @Override
        public Optional<String> read() {
            try {
                String key = Files.readString(path).strip();
                if (key.isEmpty()) {
                    throw new ScorerUnavailableException("the key file " + path + " is empty");
                }
                return Optional.of(key);
            } catch (IOException e) {
                throw new ScorerUnavailableException("the key file " + path + " cannot be read", e);
            }
        }

        @Override
        public String describe() {
            return "file " + path;
        }
    }
}
