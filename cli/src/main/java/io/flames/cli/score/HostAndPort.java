package io.flames.cli.score;

import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.ParameterException;

/** A gRPC address. */
record HostAndPort(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(\\[[0-9a-fA-F:]+]|[^\\s:/]+):([0-9]{1,5})");
    private static final int HIGHEST = 65_535;

    /** @param usage makes the failure for what is no address */
    static HostAndPort parse(String text, Function<String, ParameterException> usage) {
        var matcher = FORM.matcher(text);
        if (matcher.matches()) {
            int port = Integer.parseInt(matcher.group(2));
            if (port >= 1 && port <= HIGHEST) {
                return new HostAndPort(matcher.group(1), port);
            }
        }
        throw usage.apply("--scoring: \"" + text + "\" is no address, expected HOST:PORT such as localhost:9000");
    }
}
