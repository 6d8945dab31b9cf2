package io.flames.e2e.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a set of NetworkPolicies of one namespace allows, by the rules of their API: a pod that no policy of a direction selects
 * is open in it; else some rule of a selecting policy has to allow the peer and the port.
 */
final class Policies {
    private final List<JsonNode> policies;

    Policies(List<JsonNode> documents) {
        this.policies = Manifests.ofKind(documents, "NetworkPolicy");
    }

    /** One end of a connection. */
    sealed interface Peer {
        /** A pod of the policies' namespace. */
        record Pod(Map<String, String> labels) implements Peer {
            static Pod named(String name) {
                return new Pod(Map.of("app.kubernetes.io/name", name));
            }
        }

        /** Any pod of another namespace. */
        record Foreign(String namespace) implements Peer {}

        /** Outside the cluster. */
        record Address(String ip) implements Peer {}
    }

    /** @param port its number, and its name where the container gives it one */
    record Port(int number, String name) {}

    boolean mayEnter(Peer from, Peer.Pod to, Port port) {
        return allowed("Ingress", "ingress", "from", to, from, port);
    }

    boolean mayLeave(Peer.Pod from, Peer to, Port port) {
        return allowed("Egress", "egress", "to", from, to, port);
    }

    private boolean allowed(String type, String rules, String peers, Peer.Pod pod, Peer peer, Port port) {
        var selecting = policies.stream()
                .filter(policy -> texts(policy.at("/spec/policyTypes")).anyMatch(type::equals))
                .filter(policy -> selects(policy.at("/spec/podSelector"), pod.labels()))
                .toList();
        return selecting.isEmpty()
                || selecting.stream()
                        .flatMap(policy -> elements(policy.path("spec").path(rules)))
                        .anyMatch(rule -> any(rule.path(peers), each -> isPeer(each, peer))
                                && any(rule.path("ports"), each -> isPort(each, port)));
    }

    /** An absent list allows all. */
    private static boolean any(JsonNode list, Predicate<JsonNode> test) {
        return list.isMissingNode() || elements(list).anyMatch(test);
    }

    private static boolean isPort(JsonNode allowed, Port port) {
        var wanted = allowed.path("port");
        return wanted.isMissingNode()
                || (wanted.isInt()
                        ? wanted.asInt() == port.number()
                        : wanted.asText().equals(port.name()));
    }

    private static boolean isPeer(JsonNode allowed, Peer peer) {
        if (peer instanceof Peer.Address address) {
            return !allowed.path("ipBlock").isMissingNode() && isIn(allowed.path("ipBlock"), address.ip());
        }
        var namespaces = allowed.path("namespaceSelector");
        if (peer instanceof Peer.Foreign foreign) {
            return !namespaces.isMissingNode()
                    && selects(namespaces, Map.of("kubernetes.io/metadata.name", foreign.namespace()));
        }
        var pod = (Peer.Pod) peer;
        boolean here =
                namespaces.isMissingNode() || selects(namespaces, Map.of("kubernetes.io/metadata.name", "flames"));
        var pods = allowed.path("podSelector");
        return allowed.path("ipBlock").isMissingNode() && here && (pods.isMissingNode() || selects(pods, pod.labels()));
    }

    private static boolean isIn(JsonNode block, String ip) {
        return contains(block.path("cidr").asText(), ip)
                && texts(block.path("except")).noneMatch(cidr -> contains(cidr, ip));
    }

    private static boolean contains(String cidr, String ip) {
        var parts = cidr.split("/");
        byte[] net = bytes(parts[0]);
        byte[] address = bytes(ip);
        if (net.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < Integer.parseInt(parts[1]); bit++) {
            int mask = 0x80 >> bit % 8;
            if ((net[bit / 8] & mask) != (address[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(String ip) {
        try {
            return InetAddress.getByName(ip).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(ip, e);
        }
    }

    private static boolean selects(JsonNode selector, Map<String, String> labels) {
        boolean byLabel = StreamSupport.stream(
                        ((Iterable<Map.Entry<String, JsonNode>>)
                                        () -> selector.path("matchLabels").fields())
                                .spliterator(),
                        false)
                .allMatch(label -> label.getValue().asText().equals(labels.get(label.getKey())));
        return byLabel && elements(selector.path("matchExpressions")).allMatch(expression -> isIn(expression, labels));
    }

    private static boolean isIn(JsonNode expression, Map<String, String> labels) {
        if (!expression.path("operator").asText().equals("In")) {
            throw new IllegalArgumentException("operator " + expression.path("operator"));
        }
        var label = Optional.ofNullable(labels.get(expression.path("key").asText()));
        return label.isPresent() && texts(expression.path("values")).anyMatch(label.get()::equals);
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static Stream<String> texts(JsonNode list) {
        return elements(list).map(JsonNode::asText);
    }
}
