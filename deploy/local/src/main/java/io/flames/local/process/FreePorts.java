package io.flames.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free loopback ports below the range that the kernel gives to outgoing connections: a server that was killed must get
 * its port again at restart, and no client's connection may have taken it meanwhile.
 */
public final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int BELOW = 32_000;
    private static final int TRIES = 1_000;
    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /** A port that nobody listens on now and that this JVM has not been given before. */
    public static synchronized int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BELOW);
            if (!GIVEN.contains(port) && isFree(port)) {
                GIVEN.add(port);
                return port;
            }
        }
        throw new LocalStackException("no free port between " + LOWEST + " and " + BELOW + " on 127.0.0.1");
    }

    /** That port if nobody listens on it now and this JVM has not been given it before, else another. */
    public static synchronized int preferably(int port) {
        return port >= LOWEST && port < BELOW && isFree(port) && GIVEN.add(port) ? port : next();
    }

    /** Whether a server could listen on this port of the loopback address now. */
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
