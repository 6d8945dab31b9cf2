package io.flames.generation.target;

import static io.flames.generation.problem.ProblemException.invalid;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which base URLs a target may have: http or https, no user info, no query, no fragment, on the allow-list; and which
 * addresses none may resolve to.
 */
public final class EndpointRules {
    private static final Pattern VERSION_SEGMENT = Pattern.compile(".*/v\\d+[a-z0-9]*");
    private static final String CHAT_COMPLETIONS = "/chat/completions";

    private final List<String> allowed;
    private final List<Network> blocked;

    /**
     * @param allowed prefixes {@code scheme://host[:port]}, or {@code *}
     * @param blocked networks in CIDR form
     */
    public EndpointRules(List<String> allowed, List<String> blocked) {
        this.allowed = allowed.stream().map(EndpointRules::origin).toList();
        this.blocked = blocked.stream().map(Network::parse).toList();
    }

    /** @return the URL without a trailing slash and without {@code /chat/completions} */
    public String check(@Nullable String baseUrl) {
        if (baseUrl == null || baseUrl.isBlank()) {
            throw invalid("baseUrl", "baseUrl is needed, such as http://localhost:8000/v1");
        }
        var uri = parse(baseUrl.strip());
        if (!isHttp(uri) || uri.getHost() == null) {
            throw invalid("baseUrl", "baseUrl starts with http:// or https:// and names a host");
        }
        if (uri.getRawUserInfo() != null) {
            throw invalid("baseUrl", "baseUrl carries no user info; name an apiKeyEnv instead");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw invalid("baseUrl", "baseUrl has neither query nor fragment");
        }
        if (baseUrl.length() > 500 || uri.getPort() > 65535 || uri.getPort() == 0) {
            throw invalid("baseUrl", "baseUrl has at most 500 characters and a port from 1 to 65535");
        }
        if (!allowed.contains("*") && !allowed.contains(originOf(uri))) {
            throw invalid(
                    "baseUrl",
                    "%s is not one of the allowed endpoints: %s".formatted(originOf(uri), String.join(", ", allowed)));
        }
        if (isLiteral(uri.getHost()) && isBlocked(literal(uri.getHost()))) {
            throw invalid("baseUrl", "the address %s is not allowed for targets".formatted(uri.getHost()));
        }
        return trimmed(uri);
    }

    /** Whether nobody may connect there; asked again for every address that a name resolves to. */
    public boolean isBlocked(InetAddress address) {
        return address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || blocked.stream().anyMatch(network -> network.contains(address));
    }

    /** The address of chat completions under a base URL with or without {@code /v1}. */
    public static URI chatCompletions(String baseUrl) {
        var base = VERSION_SEGMENT.matcher(URI.create(baseUrl).getPath()).matches() ? baseUrl : baseUrl + "/v1";
        return URI.create(base + CHAT_COMPLETIONS);
    }

    private static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw invalid("baseUrl", "baseUrl is not a URL: %s at character %d".formatted(e.getReason(), e.getIndex()));
        }
    }

    private static boolean isHttp(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    }

    private static String trimmed(URI uri) {
        var path = uri.getRawPath().replaceAll("/+$", "");
        if (path.endsWith(CHAT_COMPLETIONS)) {
            path = path.substring(0, path.length() - CHAT_COMPLETIONS.length());
        }
        return origin(uri.getScheme() + "://" + uri.getRawAuthority()) + path;
    }

    private static String originOf(URI uri) {
        return origin(uri.getScheme() + "://" + uri.getRawAuthority());
    }

    private static String origin(String prefix) {
        var lower = prefix.strip().toLowerCase(Locale.ROOT).replaceAll("/+$", "");
        if (lower.startsWith("http://")) {
            return lower.replaceAll(":80$", "");
        }
        return lower.startsWith("https://") ? lower.replaceAll(":443$", "") : lower;
    }

    private static boolean isLiteral(String host) {
        return host.startsWith("[") || host.matches("[0-9.]+");
    }

    private static InetAddress literal(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw invalid("baseUrl", "%s is not an address".formatted(host));
        }
    }

    /** An IPv4 or IPv6 network. */
    private record Network(byte[] prefix, int bits) {
        static Network parse(String cidr) {
            var parts = cidr.strip().split("/", 2);
            try {
                var prefix = InetAddress.getByName(parts[0]).getAddress();
                return new Network(prefix, parts.length == 1 ? prefix.length * 8 : Integer.parseInt(parts[1]));
            } catch (UnknownHostException | NumberFormatException e) {
                throw new IllegalArgumentException("blocked-networks: \"" + cidr + "\" is not a network", e);
            }
        }

        boolean contains(InetAddress address) {
            var bytes = address.getAddress();
            if (bytes.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((bytes[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
