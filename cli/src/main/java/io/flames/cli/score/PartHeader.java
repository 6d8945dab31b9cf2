package io.flames.cli.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.flames.cli.CliException;
import io.flames.cli.console.Json;
import io.flames.contracts.scoring.v1.ScorerVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a part file is of: lies beside it, from before its first line on.
 *
 * @param inputSha256 of the input file's bytes, 64 lower-case hex digits
 * @param scorer whose verdicts it has
 */
record PartHeader(String inputSha256, ScorerVersion scorer) {
    private static final int FORMAT = 1;

    /** @throws CliException when there is something else under this name */
    static Optional<PartHeader> read(Path file) {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            var header = Json.parse(Files.readString(file));
            if (header.path("format").asInt() != FORMAT) {
                throw foreign(file, null);
            }
            var scorer = header.path("scorer");
            return Optional.of(new PartHeader(
                    header.path("inputSha256").asText(),
                    ScorerVersion.newBuilder()
                            .setScorerVersionId(scorer.path("id").asText())
                            .setName(scorer.path("name").asText())
                            .setVersion(scorer.path("version").asInt())
                            .setDigest(scorer.path("digest").asText())
                            .build()));
        } catch (JsonProcessingException e) {
            throw foreign(file, e);
        } catch (IOException e) {
            throw new CliException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static CliException foreign(Path file, @Nullable Throwable cause) {
        return new CliException(file + ": not of this flames: --restart scores the file anew", cause);
    }

    /** Whole or not at all. */
    void write(Path file) throws IOException {
        var document = Json.object().put("format", FORMAT).put("inputSha256", inputSha256);
        document.putObject("scorer")
                .put("id", scorer.getScorerVersionId())
                .put("name", scorer.getName())
                .put("version", scorer.getVersion())
                .put("digest", scorer.getDigest());
        var draft = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(draft, Json.pretty(document) + "\n");
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** {@code onnx-heads@4}. */
    static String nameOf(ScorerVersion scorer) {
        return scorer.getName() + "@" + scorer.getVersion();
    }
}
