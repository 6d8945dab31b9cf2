package io.flames.scoring.train.full;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code progress.jsonl}: a JSON line a second at most, and one for each validation and for the end. A resumed training
 * appends to it; a reader takes the last whole line.
 */
public final class ProgressFile implements FullProgress {
    public static final String NAME = "progress.jsonl";

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final Path file;
    private Instant next = Instant.MIN;

    /** @param folder of the training's output, which is there */
    public ProgressFile(Path folder) {
        file = folder.resolve(NAME);
    }

    /** What the trainings in this folder told, oldest first; without lines that cannot be read, as one that a kill cut off. Empty where there was none. */
    static List<Progress> read(Path folder) {
        var file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            // Not as strict as Files.lines: a byte that is no UTF-8 spoils its own line alone.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .flatMap(line -> parsed(line).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the progress file cannot be read: " + file, e);
        }
    }

    private static Optional<Progress> parsed(String line) {
        try {
            return Optional.ofNullable(JSON.readValue(line, Progress.class)).filter(Progress::consistent);
        } catch (JsonProcessingException cutOff) {
            return Optional.empty();
        }
    }

    @Override
    public void at(Progress progress) {
        if (progress.phase().equals(Progress.TRAINING) && progress.at().isBefore(next)) {
            return;
        }
        next = progress.at().plus(EVERY);
        try {
            Files.writeString(
                    file,
                    JSON.writeValueAsString(progress) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("the progress cannot be written to " + file + ": " + e.getMessage(), e);
        }
    }
}
