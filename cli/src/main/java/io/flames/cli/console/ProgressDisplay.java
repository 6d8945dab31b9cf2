package io.flames.cli.console;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Progress lines on standard error. On a terminal they are drawn over each other; elsewhere each becomes a plain line
 * every few seconds and once at its end, so that a log stays readable.
 */
public final class ProgressDisplay {
    private static final Duration PLAIN_EVERY = Duration.ofSeconds(5);
    private static final int MAX_NAME = 32;

    private final PrintStream err;
    private final Console.Terminal terminal;
    private final Clock clock;
    private final Set<String> ended = new HashSet<>();
    private Instant nextPlain = Instant.MIN;
    private int drawn;

    public ProgressDisplay(Console console, Clock clock) {
        this.err = console.err();
        this.terminal = console.terminal();
        this.clock = clock;
    }

    /** Draws the lines as they stand now. */
    public void show(List<ProgressLine> lines) {
        if (terminal.err()) {
            redraw(lines);
        } else {
            log(lines);
        }
    }

    /** Leaves the lines as they are: what is drawn next stands below them. */
    public void leave() {
        drawn = 0;
    }

    private void redraw(List<ProgressLine> lines) {
        int name = Math.min(
                MAX_NAME,
                lines.stream()
                        .mapToInt(line -> DisplayWidth.of(line.name()))
                        .max()
                        .orElse(0));
        var text = new StringBuilder();
        if (drawn > 0) {
            text.append("\u001B[").append(drawn).append('A');
        }
        lines.forEach(line -> text.append('\r')
                .append(line.text(name, terminal.columns() - 1))
                .append("\u001B[K\n"));
        drawn = lines.size();
        err.print(text.append("\u001B[J"));
        err.flush();
    }

    private void log(List<ProgressLine> lines) {
        boolean due = lines.stream().anyMatch(line -> line.total() > 0)
                && !clock.instant().isBefore(nextPlain);
        for (var line : lines) {
            boolean ends = line.finished() && ended.add(line.name());
            if (ends || (due && !line.finished() && line.total() > 0)) {
                err.println(line.text());
            }
        }
        if (due) {
            nextPlain = clock.instant().plus(PLAIN_EVERY);
        }
    }
}
