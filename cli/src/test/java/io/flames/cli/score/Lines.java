package io.flames.cli.score;

import io.flames.cli.console.Json;
import io.flames.contracts.Dimensions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of lines to score by a {@link ScoringPeer}. */
final class Lines {
    private Lines() {}

    /** Lines with ids from 0 on, all five dimensions and all three scores in turn. */
    static void write(Path file, int lines) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int id = 0; id < lines; id++) {
                out.write(Json.line(Json.object()
                        .put("id", id)
                        .put("dimension", Dimensions.nameOf(Dimensions.ALL.get(id % 5)))
                        .put("prompt", "问题")
                        .put("response", String.valueOf(1 + id / 5 % 3))));
                out.write('\n');
            }
        }
    }
}
