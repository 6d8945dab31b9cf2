package io.flames.local.process;

import java.io.IOException;
import java.time.Duration;

/**
 * Ends this JVM when its standard input closes. The parent holds the other end of that pipe, and the kernel closes it
 * however the parent ends, kill -9 included: so no child is ever left behind.
 */
public final class StdinWatch {
    private StdinWatch() {}

    /**
     * Reads and drops standard input on a daemon thread; at its end runs the shutdown hooks, and halts when they take
     * longer than {@code within}.
     */
    public static void exitAtEnd(Duration within) {
        daemon("flames-stdin-watch", () -> {
            awaitEnd();
            exit(within);
        });
    }

    /** Runs the shutdown hooks, but ends the JVM in any case after {@code within}. */
    public static void exit(Duration within) {
        daemon("flames-halt", () -> {
            pause(within);
            Runtime.getRuntime().halt(1);
        });
        System.exit(0);
    }

    /** Reads and drops standard input until it closes. */
    public static void awaitEnd() {
        var dropped = new byte[256];
        try {
            while (System.in.read(dropped) >= 0) {
                // Nothing is said on this pipe; only its end matters.
            }
        } catch (IOException closed) {
            // As good as its end.
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void daemon(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
