package io.flames.cli.score;

import io.flames.cli.CliException;
import io.flames.cli.score.ScoreLine.BadLineException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A JSONL file of responses, read line by line: any size in flat memory. Blank lines are passed over. */
public final class ResponseFile {
    private static final int MAX_NAMED = 20;

    private final Path path;

    public ResponseFile(Path path) {
        this.path = path;
    }

    public String name() {
        return path.getFileName().toString();
    }

    /**
     * What a check found.
     *
     * @param lines how many there are to score, at least one
     * @param sha256 of the file's bytes, 64 lower-case hex digits
     */
    public record Checked(long lines, String sha256) {}

    /**
     * Reads it whole once, before anything is scored, in flat memory.
     *
     * @throws CliException that names the bad lines
     */
    public Checked check() {
        var bad = new ArrayList<String>();
        long good = 0;
        long left = 0;
        var digest = sha256();
        try (var reader = open(digest)) {
            var text = reader.next();
            while (text.isPresent()) {
                try {
                    reader.parse(text.get());
                    good++;
                } catch (BadLineException e) {
                    if (bad.size() < MAX_NAMED) {
                        bad.add(name() + ":" + reader.number() + ": " + e.getMessage());
                    } else {
                        left++;
                    }
                }
                text = reader.next();
            }
        }
        if (left > 0) {
            bad.add("and " + left + " more");
        }
        if (!bad.isEmpty()) {
            throw new CliException(List.copyOf(bad), null);
        }
        if (good == 0) {
            throw new CliException(name() + ": no lines to score");
        }
        return new Checked(good, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public Reader open() {
        return open(Function.identity());
    }

    private Reader open(MessageDigest digest) {
        return open(bytes -> new DigestInputStream(bytes, digest));
    }

    private Reader open(Function<InputStream, InputStream> through) {
        try {
            var bytes = through.apply(Files.newInputStream(path));
            return new Reader(new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder())));
        } catch (IOException e) {
            throw new CliException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Goes through the file once. */
    public final class Reader implements AutoCloseable {
        private static final String BYTE_ORDER_MARK = "\uFEFF";

        private final BufferedReader lines;
        private long number;

        private Reader(BufferedReader lines) {
            this.lines = lines;
        }

        /** The number of the line that was read last, from 1. */
        long number() {
            return number;
        }

        /** The next line that is not blank; empty at the end. */
        Optional<String> next() {
            try {
                var line = lines.readLine();
                number++;
                while (line != null && (line.isBlank() || line.equals(BYTE_ORDER_MARK))) {
                    line = lines.readLine();
                    number++;
                }
                return Optional.ofNullable(line)
                        .map(text -> number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
            } catch (CharacterCodingException e) {
                throw new CliException(name() + ":" + (number + 1) + ": not UTF-8", e);
            } catch (IOException e) {
                throw new CliException(path + ": cannot be read: " + e.getMessage(), e);
            }
        }

        /** Passes over lines that have their verdict. */
        void skip(long lines) {
            for (long i = 0; i < lines; i++) {
                if (next().isEmpty()) {
                    throw new CliException(name() + ": has fewer lines than have their verdict");
                }
            }
        }

        /** The next line, parsed. */
        public Optional<ScoreLine> nextLine() {
            var text = next();
            if (text.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(parse(text.get()));
            } catch (BadLineException e) {
                throw new CliException(name() + ":" + number + ": " + e.getMessage(), e);
            }
        }

        private ScoreLine parse(String text) throws BadLineException {
            return ScoreLine.parse(number, text);
        }

        @Override
        public void close() {
            try {
                lines.close();
            } catch (IOException e) {
                throw new CliException(path + ": cannot be closed: " + e.getMessage(), e);
            }
        }
    }
}
