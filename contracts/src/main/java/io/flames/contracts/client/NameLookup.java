package io.flames.contracts.client;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks names up again and again on a thread of its own: each address of a name, as a headless service in a cluster has
 * them, is a replica. Of a name with addresses of both families only the IPv4 ones count, so that no server is taken for
 * two. A name that cannot be looked up keeps the addresses it had. Java itself remembers an answer for 30 s.
 */
final class NameLookup implements AutoCloseable {
    /** Looks a name up; a test has its own. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final List<HostAndPort> names;
    private final Resolver resolver;
    private final Consumer<Set<Endpoint>> found;
    private final Map<HostAndPort, List<Endpoint>> known = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var worker = new Thread(task, "scoring-names");
        worker.setDaemon(true);
        return worker;
    });

    /** @param found called on another thread after each look, with all addresses */
    NameLookup(List<HostAndPort> names, Resolver resolver, Duration every, Consumer<Set<Endpoint>> found) {
        this.names = List.copyOf(names);
        this.resolver = resolver;
        this.found = found;
        var unused = thread.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        var all = new LinkedHashSet<Endpoint>();
        for (var name : names) {
            all.addAll(known.compute(name, (same, before) -> look(same, before == null ? List.of() : before)));
        }
        found.accept(all);
    }

    private List<Endpoint> look(HostAndPort name, List<Endpoint> before) {
        try {
            var addresses = resolver.addresses(name.host());
            boolean any4 = Arrays.stream(addresses).anyMatch(Inet4Address.class::isInstance);
            return Arrays.stream(addresses)
                    .filter(address -> !any4 || address instanceof Inet4Address)
                    .map(address -> Endpoint.of(name, address))
                    .distinct()
                    .toList();
        } catch (UnknownHostException notNow) {
            return before.isEmpty() ? List.of(Endpoint.unresolved(name)) : before;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
