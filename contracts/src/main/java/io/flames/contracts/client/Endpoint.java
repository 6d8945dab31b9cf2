package io.flames.contracts.client;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import java.net.InetAddress;

/**
 * One replica's address.
 *
 * @param named as it was configured; its host is what a certificate has to name
 * @param host the address to connect to, without brackets; the name itself where it did not resolve
 */
record Endpoint(HostAndPort named, String host) {
    static Endpoint of(HostAndPort named, InetAddress address) {
        return new Endpoint(named, address.getHostAddress());
    }

    static Endpoint unresolved(HostAndPort named) {
        return new Endpoint(named, named.host());
    }

    ManagedChannel connect(ChannelCredentials credentials) {
        return Grpc.newChannelBuilderForAddress(host, named.port(), credentials)
                .overrideAuthority(named.toString())
                .build();
    }

    /** {@code 10.1.2.3:9000}. */
    @Override
    public String toString() {
        return new HostAndPort(host, named.port()).toString();
    }
}
