package io.flames.local.process;

import org.jspecify.annotations.Nullable;

/** A child process, or what it needs, is not as it should be. The message is one line for the person at the terminal. */
public final class LocalStackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LocalStackException(String message) {
        this(message, null);
    }

    public LocalStackException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
