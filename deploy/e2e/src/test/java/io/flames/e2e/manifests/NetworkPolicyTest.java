package io.flames.e2e.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.e2e.Project;
import io.flames.e2e.manifests.Policies.Peer;
import io.flames.e2e.manifests.Policies.Peer.Address;
import io.flames.e2e.manifests.Policies.Peer.Foreign;
import io.flames.e2e.manifests.Policies.Peer.Pod;
import io.flames.e2e.manifests.Policies.Port;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may talk to whom with the component, and what its PodMonitor scrapes. */
class NetworkPolicyTest {
    private static final Port HTTP = new Port(8080, "http");
    private static final Port GRPC = new Port(9000, "grpc");
    private static final Port HTTPS = new Port(443, "");
    private static final Port KAFKA = new Port(9092, "");
    private static final Port POSTGRES = new Port(5432, "");
    private static final Peer TARGET = new Address("203.0.113.9");
    /** Of AWS, Google and most others, AWS again, Alibaba Cloud, Azure, Oracle. */
    private static final List<String> METADATA =
            List.of("169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "192.0.0.192");

    private static final Pod STRANGER = Pod.named("stranger");

    private final Policies policies = new Policies(Manifests.component("network-policy"));

    static List<String> services() {
        return Manifests.SERVICES;
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceIsCalledByTheIngressAndByPrometheusAlone(String service) {
        var pod = Pod.named(service);

        assertThat(policies.mayEnter(new Foreign("ingress-nginx"), pod, HTTP)).isTrue();
        assertThat(policies.mayEnter(new Foreign("monitoring"), pod, HTTP)).isTrue();
        assertThat(policies.mayEnter(new Foreign("elsewhere"), pod, HTTP)).isFalse();
        assertThat(policies.mayEnter(STRANGER, pod, HTTP)).isFalse();
        assertThat(policies.mayEnter(TARGET, pod, HTTP)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceReachesItsStores(String service) {
        var pod = Pod.named(service);

        for (Port port : List.of(KAFKA, POSTGRES, new Port(53, ""))) {
            assertThat(policies.mayLeave(pod, TARGET, port))
                    .as("port %d", port.number())
                    .isTrue();
            assertThat(policies.mayLeave(pod, new Foreign("stores"), port)).isTrue();
        }
        assertThat(policies.mayEnter(pod, store("kafka"), KAFKA)).isTrue();
        assertThat(policies.mayEnter(pod, store("postgres"), POSTGRES)).isTrue();
    }

    @Test
    void scoringIsStreamedToByGenerationAlone() {
        var scoring = Pod.named("scoring-service");

        assertThat(policies.mayEnter(Pod.named("generation-service"), scoring, GRPC))
                .isTrue();
        assertThat(policies.mayLeave(Pod.named("generation-service"), scoring, GRPC))
                .isTrue();
        for (Peer other : List.of(Pod.named("report-service"), STRANGER, new Foreign("ingress-nginx"), TARGET)) {
            assertThat(policies.mayEnter(other, scoring, GRPC))
                    .as(other.toString())
                    .isFalse();
        }
    }

    @Test
    void onlyThoseThatCallModelsReachTheWorldAndNobodyTheCloudsMetadata() {
        var outward = Set.of("generation-service", "scoring-service");
        for (String service : Manifests.SERVICES) {
            var pod = Pod.named(service);
            assertThat(policies.mayLeave(pod, TARGET, new Port(8443, "")))
                    .as(service)
                    .isEqualTo(outward.contains(service));
            for (String metadata : METADATA) {
                assertThat(policies.mayLeave(pod, new Address(metadata), new Port(80, "")))
                        .as("%s to %s", service, metadata)
                        .isFalse();
            }
        }
        assertThat(policies.mayLeave(Pod.named("generation-service"), new Address("2001:db8::7"), HTTPS))
                .isTrue();
        assertThat(policies.mayLeave(Pod.named("annotation-service"), TARGET, HTTPS))
                .isTrue();
        assertThat(policies.mayLeave(Pod.named("report-service"), TARGET, HTTPS))
                .isFalse();
    }

    @Test
    void theReadmeNamesWhatIsBlocked() {
        var blocks = Manifests.named(Manifests.component("network-policy"), "NetworkPolicy", "flames-models")
                .at("/spec/egress/0/to");

        assertThat(blocks).hasSize(2).allSatisfy(block -> assertThat(texts(block.at("/ipBlock/except")))
                .isNotEmpty()
                .allSatisfy(cidr ->
                        assertThat(Project.read("k8s/README.md")).contains(cidr.replaceFirst("/(32|128)$", ""))));
    }

    @Test
    void storesInTheNamespaceAreReachedByServicesAlone() {
        assertThat(policies.mayEnter(STRANGER, store("kafka"), KAFKA)).isFalse();
        assertThat(policies.mayEnter(STRANGER, store("postgres"), POSTGRES)).isFalse();
        assertThat(policies.mayEnter(new Foreign("elsewhere"), store("postgres"), POSTGRES))
                .isFalse();
        assertThat(policies.mayEnter(Pod.named("flames-topics"), store("kafka"), KAFKA))
                .isTrue();
        assertThat(policies.mayEnter(store("kafka"), store("kafka"), new Port(9093, "")))
                .isTrue();
    }

    @Test
    void theMonitorScrapesEachServiceWhereItOpensItsMetrics() {
        var monitor = Manifests.named(Manifests.component("pod-monitor"), "PodMonitor", "flames");
        var endpoint = monitor.at("/spec/podMetricsEndpoints/0");

        assertThat(texts(monitor.at("/spec/selector/matchExpressions/0/values")))
                .containsExactlyInAnyOrderElementsOf(Manifests.SERVICES);
        for (String service : Manifests.SERVICES) {
            var pod = Manifests.named(Manifests.base(), "Deployment", service).at("/spec/template");
            assertThat(pod.at("/metadata/labels/app.kubernetes.io~1name").asText())
                    .isEqualTo(service);
            assertThat(pod.at("/metadata/annotations/prometheus.io~1path")).isEqualTo(endpoint.path("path"));
            assertThat(pod.at("/spec/containers/0/ports"))
                    .anySatisfy(port -> assertThat(port.path("name")).isEqualTo(endpoint.path("port")));
        }
        assertThat(endpoint.path("relabelings"))
                .extracting(relabeling -> relabeling.path("targetLabel").asText())
                .containsExactlyInAnyOrder("job", "service");
    }

    private static Pod store(String kind) {
        return new Pod(Map.of("flames.io/store", kind));
    }

    private static Set<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }
}
