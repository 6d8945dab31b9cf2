package io.flames.cli;

/** Whether this JVM is going down, by Ctrl-C for instance: what fails from then on is no news to its user. */
public final class Interruption {
    private static volatile boolean underWay;

    private Interruption() {}

    /** Learns of it from now on. */
    static void listen() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> underWay = true, "flames-interruption"));
    }

    /**
     * Does something when this JVM goes down before the returned guard is closed.
     *
     * @param last short; the main thread goes on meanwhile
     */
    public static Guard whenItComes(Runnable last) {
        var hook = new Thread(last, "flames-last-words");
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException underWayAlready) {
                // Then it is being done.
            }
        };
    }

    /** Ends the watch. */
    @FunctionalInterface
    public interface Guard extends AutoCloseable {
        @Override
        void close();
    }

    public static boolean isUnderWay() {
        return underWay;
    }
}
