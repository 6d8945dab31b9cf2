package io.flames.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command cannot do what was asked. Its lines say what is wrong, where, and what to do; the exit code is 1. */
public class CliException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> lines;

    public CliException(String line) {
        this(List.of(line), null);
    }

    public CliException(String line, @Nullable Throwable cause) {
        this(List.of(line), cause);
    }

    public CliException(List<String> lines, @Nullable Throwable cause) {
        super(String.join("; ", lines), cause);
        this.lines = List.copyOf(lines);
    }

    /** One line in most cases; one a bad input line where an input file has several. */
    public List<String> lines() {
        return lines;
    }
}
