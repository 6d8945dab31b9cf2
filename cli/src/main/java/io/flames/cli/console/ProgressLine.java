package io.flames.cli.console;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One line of progress: what, how far, how fast, how long still, and counts.
 *
 * @param name what advances, such as a target's name
 * @param done items done
 * @param total items in all; 0 when it is not known yet
 * @param perSecond items a second lately
 * @param remaining time to the end, where it can be told
 * @param counts more to tell, such as outcomes; zeros are left out
 * @param finished nothing more will come
 */
public record ProgressLine(
        String name,
        long done,
        long total,
        double perSecond,
        Optional<Duration> remaining,
        Map<String, Long> counts,
        boolean finished) {
    private static final int BAR = 24;

    public ProgressLine {
        name = Style.clean(name);
        counts = new LinkedHashMap<>(counts);
    }

    /** {@code sample-careful  [######......]  36/72  50 %  7.9/s  ETA 0:05  answered 36}, cut to the columns given. */
    public String text(int nameColumns, int columns) {
        var line = new StringBuilder(DisplayWidth.padRight(DisplayWidth.cut(name, nameColumns), nameColumns));
        line.append("  ").append(bar()).append("  ").append(plain());
        return DisplayWidth.cut(line.toString(), columns);
    }

    /** Without a bar, for logs: {@code sample-careful  36/72  50 %  7.9/s  ETA 0:05  answered 36}. */
    public String text() {
        return name + "  " + plain();
    }

    private String plain() {
        var text = new StringBuilder();
        text.append(done).append('/').append(total == 0 ? "?" : String.valueOf(total));
        if (total > 0) {
            text.append("  ").append(100 * done / total).append(" %");
        }
        if (perSecond > 0 && !finished) {
            text.append(String.format(Locale.ROOT, "  %.1f/s", perSecond));
        }
        if (!finished) {
            remaining.ifPresent(time -> text.append("  ETA ").append(clock(time)));
        }
        var told = counts.entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
        if (!told.isEmpty()) {
            text.append("  ").append(told);
        }
        return text.toString();
    }

    private String bar() {
        int filled = total == 0 ? 0 : (int) Math.min(BAR, BAR * done / total);
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
    }

    static String clock(Duration time) {
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }
}
