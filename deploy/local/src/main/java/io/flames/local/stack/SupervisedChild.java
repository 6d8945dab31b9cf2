package io.flames.local.stack;

import io.flames.local.process.ChildProcess;
import io.flames.local.process.LocalStackException;
import io.flames.local.servers.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A server that is started again whenever it dies, until it is stopped. The first start fails loudly; later ones are
 * tried again and again, because by then somebody's run depends on it.
 */
final class SupervisedChild {
    private final String name;
    private final Server server;
    private final int port;
    private final Path log;
    private final StackListener listener;

    private volatile ChildStatus.State state = ChildStatus.State.STARTING;
    private volatile boolean stopping;
    private volatile int restarts;
    private volatile @Nullable ChildProcess process;
    private @Nullable Thread watcher;

    SupervisedChild(String name, Server server, int port, Path log, StackListener listener) {
        this.name = name;
        this.server = server;
        this.port = port;
        this.log = log;
        this.listener = listener;
    }

    String name() {
        return name;
    }

    /** Starts it, returns when it serves, and watches over it from then on. */
    void start() {
        listener.on(new StackEvent.Starting(name));
        long began = System.nanoTime();
        var started = server.start();
        process = started;
        state = ChildStatus.State.READY;
        listener.on(new StackEvent.Ready(name, since(began), false));
        watch(started);
    }

    private synchronized void watch(ChildProcess started) {
        if (stopping) {
            started.close();
            return;
        }
        watcher = new Thread(() -> watchOver(started), "flames-watch-" + name);
        watcher.setDaemon(true);
        watcher.start();
    }

    private void watchOver(ChildProcess first) {
        var current = first;
        int failures = 0;
        try {
            while (!stopping) {
                long began = System.nanoTime();
                int code = current.onExit().get();
                failures = since(began).compareTo(RestartDelay.WELL_AFTER) > 0 ? 1 : failures + 1;
                current = startAgain(death(code), failures);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private ChildProcess startAgain(String why, int failuresBefore) throws InterruptedException {
        var reason = why;
        for (int failures = failuresBefore; ; failures++) {
            var delay = RestartDelay.after(failures);
            // A Ctrl-C may reach a child first: a stop that is just beginning is not announced as a death.
            Thread.sleep(delay.toMillis() / 2);
            announce(new StackEvent.Died(name, reason, delay.dividedBy(2), log));
            Thread.sleep(delay.toMillis() / 2);
            try {
                return restarted();
            } catch (LocalStackException failed) {
                reason = "did not come back: " + failed.getMessage();
            }
        }
    }

    private void announce(StackEvent event) throws InterruptedException {
        if (stopping) {
            throw new InterruptedException("stopping");
        }
        state = ChildStatus.State.RESTARTING;
        restarts++;
        listener.on(event);
    }

    private ChildProcess restarted() throws InterruptedException {
        long began = System.nanoTime();
        var started = server.start();
        process = started;
        if (stopping) {
            started.close();
            throw new InterruptedException("stopping");
        }
        state = ChildStatus.State.READY;
        listener.on(new StackEvent.Ready(name, since(began), true));
        return started;
    }

    private static String death(int code) {
        return code > 128 ? "was ended by signal " + (code - 128) : "ended with exit code " + code;
    }

    /** Stops it for good, cleanly where it lets us. Never fails. */
    void stop() {
        Thread toEnd;
        synchronized (this) {
            stopping = true;
            toEnd = watcher;
        }
        if (toEnd != null) {
            toEnd.interrupt();
        }
        var last = process;
        if (last != null) {
            last.close();
        }
        state = ChildStatus.State.STOPPED;
    }

    ChildStatus status() {
        var current = process;
        boolean alive = current != null && current.isAlive();
        return new ChildStatus(name, state, alive ? server.pid(current) : 0, port, restarts, log);
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
