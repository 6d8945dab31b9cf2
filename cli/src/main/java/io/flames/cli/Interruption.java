package io.flames.cli;

/** Whether this JVM is going down, by Ctrl-C for instance: what fails from then on is no news to its user. */
public final class Interruption {
    private static volatile boolean underWay;

    private Interruption() {}

    /** Learns of it from now on. */
    static void listen() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> underWay = true, "flames-interruption"));
    }

    public static boolean isUnderWay() {
        return underWay;
    }
}
