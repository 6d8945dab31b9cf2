package io.flames.cli.score;

import io.flames.cli.Interruption;
import io.flames.cli.console.Console;
import io.flames.cli.console.ProgressDisplay;
import io.flames.cli.console.ProgressLine;
import io.flames.cli.console.RateWindow;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The bar of a file that is being scored, redrawn ten times a second at most. */
public final class ScoreProgress {
    private static final long SHOW_EVERY_MS = 100;

    private final Clock clock = Clock.systemUTC();
    private final ProgressDisplay display;
    private final RateWindow rate = new RateWindow();
    private final String name;
    private final long total;
    private long shownAt;

    /**
     * @param name of the file
     * @param done what was scored before
     */
    public ScoreProgress(Console console, String name, long done, long total) {
        this.display = new ProgressDisplay(console, clock);
        this.name = name;
        this.total = total;
        rate.add(clock.instant(), done);
    }

    /** Whether {@link #show} would draw: counting is not always free. */
    public boolean isDue(long done) {
        return done == total || clock.millis() - shownAt >= SHOW_EVERY_MS;
    }

    /** @param counts more to tell, such as the scores; zeros are left out */
    public void show(long done, Map<String, Long> counts) {
        if (!isDue(done) || Interruption.isUnderWay()) {
            return;
        }
        shownAt = clock.millis();
        rate.add(clock.instant(), done);
        display.show(List.of(new ProgressLine(
                name, done, total, rate.perSecond(), rate.timeFor(total - done), counts, done == total)));
    }
}
