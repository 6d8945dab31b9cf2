package io.flames.scoring.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.Map;

/** Progress for a program that draws it: {@code {"phase", "done", "total", "figures"}}, a line each time. */
final class ProgressLines implements TrainingProgress {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;

    ProgressLines(PrintStream out) {
        this.out = out;
    }

    private record Line(String phase, long done, long total, Map<String, Double> figures) {}

    @Override
    public void show(String phase, long done, long total, Map<String, Double> figures) {
        try {
            out.println(JSON.writeValueAsString(new Line(phase, done, total, figures)));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers are always JSON", e);
        }
    }
}
