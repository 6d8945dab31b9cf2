package io.flames.cli.scorer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flames.cli.console.Json;
import io.flames.cli.score.ScoreLine;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the lines on which two scorers differ: as they are, with {@code predicted_a} and {@code predicted_b}. */
final class DifferingLines implements CompareCommand.Differences, AutoCloseable {
    private final BufferedWriter lines;

    DifferingLines(Path file) throws IOException {
        lines = Files.newBufferedWriter(file);
    }

    @Override
    public void add(ScoreLine line, Opinion a, Opinion b) throws IOException {
        var fields = line.fields();
        put(fields, "predicted_a", a);
        put(fields, "predicted_b", b);
        lines.write(Json.line(fields));
        lines.write('\n');
    }

    private static void put(ObjectNode fields, String name, Opinion opinion) {
        if (opinion.score().isPresent()) {
            fields.put(name, opinion.score().getAsInt());
        } else {
            fields.putNull(name);
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
