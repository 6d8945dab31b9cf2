package io.flames.local.servers;

import io.flames.local.process.ChildProcess;

/** A server that can be started again on the port and data it had. */
public interface Server {
    /**
     * Starts it and returns when it serves.
     *
     * @throws io.flames.local.process.LocalStackException when it does not get ready, saying why in one line
     */
    ChildProcess start();

    /** The process that serves, for people who want to look at it, or kill it. */
    default long pid(ChildProcess child) {
        return child.pid();
    }
}
