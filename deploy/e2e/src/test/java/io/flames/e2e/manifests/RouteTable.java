package io.flames.e2e.manifests;

import io.flames.local.gateway.Routes;
import java.util.List;

/** The embedded gateway's routes as {@code prefix -> service} lines, to compare others with. */
final class RouteTable {
    private RouteTable() {}

    static List<String> lines() {
        return Routes.DEFAULT.all().stream()
                .map(route -> route.prefix() + " -> " + route.service().moduleName())
                .toList();
    }
}
