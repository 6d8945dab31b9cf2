package io.flames.scoring.train;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/** Progress for a log: a line for each tenth of a phase, and for each step where it is not known how many there are. */
final class ProgressText implements TrainingProgress {
    private static final int TENTHS = 10;

    private final PrintStream out;
    private String phase = "";
    private long tenth;

    ProgressText(PrintStream out) {
        this.out = out;
    }

    @Override
    public void show(String current, long done, long total, Map<String, Double> figures) {
        long now = total == 0 ? done : TENTHS * done / total;
        if (current.equals(phase) && now == tenth) {
            return;
        }
        phase = current;
        tenth = now;
        var text = new StringBuilder(String.format(Locale.ROOT, "%s %d/%d", current, done, total));
        figures.forEach((name, value) -> text.append(String.format(Locale.ROOT, ", %s %.4f", name, value)));
        out.println(text);
        out.flush();
    }
}
