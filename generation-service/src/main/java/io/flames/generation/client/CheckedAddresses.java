package io.flames.generation.client;

import io.flames.generation.client.CallResult.FaultKind;
import io.flames.generation.target.EndpointRules;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Resolves a host once in a while and hands out only an address that may be connected to, so that a name can't be
 * pointed at a forbidden address between check and connection.
 */
final class CheckedAddresses {
    private static final Duration KEPT = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final EndpointRules rules;
    private final Clock clock;
    private final Map<String, Resolved> resolved = new ConcurrentHashMap<>();

    CheckedAddresses(Vertx vertx, EndpointRules rules, Clock clock) {
        this.vertx = vertx;
        this.rules = rules;
        this.clock = clock;
    }

    Future<SocketAddress> of(URI uri) {
        int port = portOf(uri);
        var known = resolved.get(uri.getHost());
        if (known != null && known.until().isAfter(clock.instant())) {
            return Future.succeededFuture(socket(known.address(), port));
        }
        return vertx.executeBlocking(() -> resolve(uri.getHost()), false).map(address -> socket(address, port));
    }

    private InetAddress resolve(String host) throws UnknownHostException {
        var all = InetAddress.getAllByName(host);
        for (var each : all) {
            if (rules.isBlocked(each)) {
                throw new CallFailure(FaultKind.PERMANENT, "the host resolves to an address that is not allowed");
            }
        }
        var address = all[0];
        resolved.put(host, new Resolved(address, clock.instant().plus(KEPT)));
        return address;
    }

    private static SocketAddress socket(InetAddress address, int port) {
        return SocketAddress.inetSocketAddress(port, address.getHostAddress());
    }

    private static int portOf(URI uri) {
        if (uri.getPort() > 0) {
            return uri.getPort();
        }
        return uri.getScheme().equals("https") ? 443 : 80;
    }

    private record Resolved(InetAddress address, Instant until) {}
}
