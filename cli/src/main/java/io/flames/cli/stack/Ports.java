package io.flames.cli.stack;

import java.util.function.Function;
import picocli.CommandLine.ParameterException;

/** Ports as people give them. */
final class Ports {
    private static final int HIGHEST = 65_535;

    private Ports() {}

    /** The port, when it is one; 0 stands for any free one. */
    static int checked(int port, Function<String, ParameterException> usage) {
        if (port < 0 || port > HIGHEST) {
            throw usage.apply("--port: " + port + " is no port, expected 0 to " + HIGHEST + " (0: any that is free)");
        }
        return port;
    }
}
