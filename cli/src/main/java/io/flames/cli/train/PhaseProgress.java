package io.flames.cli.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.console.Console;
import io.flames.cli.console.Json;
import io.flames.cli.console.ProgressDisplay;
import io.flames.cli.console.ProgressLine;
import io.flames.cli.console.RateWindow;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes what a program of scoring-service prints: its progress lines ({@code {"phase", "done", "total", "figures"}}) become a
 * bar, everything else is passed on.
 */
public final class PhaseProgress implements Consumer<String> {
    private final Console console;
    private final Clock clock = Clock.systemUTC();
    private final ProgressDisplay display;
    private RateWindow rate = new RateWindow();
    private String phase = "";

    public PhaseProgress(Console console) {
        this.console = console;
        this.display = new ProgressDisplay(console, clock);
    }

    @Override
    public void accept(String line) {
        if (!line.startsWith("{\"phase\"")) {
            console.line(line);
            return;
        }
        try {
            show(Json.parse(line));
        } catch (JsonProcessingException notProgress) {
            console.line(line);
        }
    }

    private void show(JsonNode progress) {
        var name = progress.path("phase").asText();
        long done = progress.path("done").asLong();
        long total = progress.path("total").asLong();
        if (!name.equals(phase)) {
            display.leave();
            phase = name;
            rate = new RateWindow();
        }
        rate.add(clock.instant(), done);
        display.show(List.of(new ProgressLine(
                label(name, progress.path("figures")),
                done,
                total,
                rate.perSecond(),
                rate.timeFor(Math.max(0, total - done)),
                Map.of(),
                total > 0 && done >= total)));
    }

    /** {@code heads, accuracy 0.812}. */
    private static String label(String name, JsonNode figures) {
        var label = new StringBuilder(name);
        figures.properties()
                .forEach(figure -> label.append(String.format(
                        Locale.ROOT,
                        ", %s %.3f",
                        figure.getKey(),
                        figure.getValue().asDouble())));
        return label.toString();
    }
}
