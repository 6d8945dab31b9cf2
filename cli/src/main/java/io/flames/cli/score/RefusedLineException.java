package io.flames.cli.score;

import io.flames.cli.CliException;

/** The service refuses a line, and would refuse it again: the file has to change. */
public final class RefusedLineException extends CliException {
    private static final long serialVersionUID = 1;

    RefusedLineException(String line) {
        super(line);
    }
}
