package io.flames.scoring.calibrate;

import java.io.PrintStream;

/** Says how far measuring is: on a terminal in one line that is written over, otherwise a line a step of the work. */
final class Progress {
    private static final int WIDTH = 30;

    private final PrintStream out;
    private final boolean terminal;
    private String what = "";
    private int steps;
    private int done;

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void begin(String work, int count) {
        what = work;
        steps = count;
        done = 0;
        if (!terminal) {
            out.printf("measuring %s%n", work);
        }
    }

    void step() {
        done++;
        if (terminal) {
            int filled = WIDTH * done / steps;
            out.printf(
                    "\r%-26s [%s%s] %3d%%", what, "#".repeat(filled), ".".repeat(WIDTH - filled), 100 * done / steps);
            if (done == steps) {
                out.println();
            }
        }
        out.flush();
    }
}
