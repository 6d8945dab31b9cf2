package io.flames.cli.api;

import io.flames.cli.CliException;
import java.util.List;

/** A service said no. */
public final class RefusedException extends CliException {
    private static final long serialVersionUID = 1;

    private final int status;

    RefusedException(int status, List<String> lines) {
        super(lines, null);
        this.status = status;
    }

    /** The HTTP status, 400 or more. */
    public int status() {
        return status;
    }

    /** Nothing is there under this name or id, or no such path. */
    public boolean isNotFound() {
        return status == 404;
    }
}
