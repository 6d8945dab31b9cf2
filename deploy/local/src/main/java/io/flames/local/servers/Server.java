package io.flames.local.servers;

import io.flames.local.process.ChildProcess;

/** A server that can be started again on the port and data it had. */
public interface Server {
    /**
     * Starts it and returns when it serves.
     *
     * @throws io.flames.local.process.ChildFailedException when it does not get ready, saying why in one line
     */
    ChildProcess start();
}
