package io.flames.cli.api;

import io.flames.cli.CliException;
import java.net.URI;

/** Nobody listens at the address. */
public final class UnreachableException extends CliException {
    private static final long serialVersionUID = 1;

    UnreachableException(URI base, Throwable cause) {
        super("no Flames at " + base + ": start it with ./flames up, or name it with --url", cause);
    }
}
