package io.flames.contracts.client;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A gRPC address as people write it.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without its brackets
 * @param port from 1 to 65535
 */
public record HostAndPort(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(\\[[0-9a-fA-F:]+]|[^\\s:/,\\[\\]]+):([0-9]{1,5})");
    private static final int HIGHEST = 65_535;

    public HostAndPort {
        if (host.isBlank() || port < 1 || port > HIGHEST) {
            throw new IllegalArgumentException("\"" + host + ":" + port + "\" is no address, expected HOST:PORT");
        }
    }

    /** @throws IllegalArgumentException when it is none; the message says what is expected */
    public static HostAndPort parse(String text) {
        var matcher = FORM.matcher(text.strip());
        if (matcher.matches()) {
            int port = Integer.parseInt(matcher.group(2));
            if (port >= 1 && port <= HIGHEST) {
                var host = matcher.group(1);
                return new HostAndPort(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is no address, expected HOST:PORT such as localhost:9000");
    }

    /**
     * @param text addresses with commas between them
     * @return at least one, without repetitions
     * @throws IllegalArgumentException as {@link #parse}
     */
    public static List<HostAndPort> parseAll(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(HostAndPort::parse)
                .distinct()
                .toList();
    }

    /** {@code HOST:PORT}, an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
