package io.flames.scoring.judge;

import io.flames.scoring.scorer.ScorerUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the endpoint's key is found. It is read for each call, so that it can be exchanged, and held nowhere. */
public sealed interface ApiKey {
    /** U+FEFF. */
    String BYTE_ORDER_MARK = "\uFEFF";

    /** The first character after visible ASCII. */
    char DELETE = 0x7F;

    /**
     * The key, of visible ASCII only; empty where none is sent.
     *
     * @throws ScorerUnavailableException when there should be one and is not, or when it cannot stand in a header; never
     *     says what it is
     */
    Optional<String> read();

    /** For people: where, never the key. */
    String describe();

    /** Without a byte order mark, as some editors write it, and without blanks around. */
    private static String visible(String raw, String where) {
        String key = (raw.startsWith(BYTE_ORDER_MARK) ? raw.substring(1) : raw).strip();
        if (key.isEmpty()) {
            throw new ScorerUnavailableException(where + " is empty");
        }
        if (!key.chars().allMatch(c -> c > ' ' && c < DELETE)) {
            throw new ScorerUnavailableException(
                    where + " holds more than a key: a line break, a blank or another character that no header takes");
        }
        return key;
    }

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
            return Optional.of(visible(key, "the environment variable " + variable));
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
                return Optional.of(visible(Files.readString(path), "the key file " + path));
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
