package io.flames.e2e.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.flames.contracts.Topics;
import io.flames.e2e.Project;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class KubernetesManifestsTest {
    private final List<JsonNode> base = Manifests.base();

    @Test
    void everyDocumentIsATypeThatKubernetesKnowsWithoutUnknownFields() throws IOException {
        var serialization = new KubernetesSerialization();
        // The operator's own kinds are not among these types.
        for (JsonNode document : Stream.concat(base.stream(), Manifests.component("network-policy").stream())
                .filter(each -> !each.path("kind").asText().equals("Component"))
                .toList()) {
            Object typed = serialization.unmarshal(document.toString());
            var name = document.path("kind").asText() + " "
                    + document.at("/metadata/name").asText();
            assertThat(typed.getClass().getSimpleName())
                    .as(name)
                    .isEqualTo(document.path("kind").asText());
            assertThat(unknownFields(typed, name)).isEmpty();
            JsonNode written = new ObjectMapper().readTree(serialization.asJson(typed));
            assertThat(written.path("spec")).as(name).isEqualTo(document.path("spec"));
        }
    }

    @Test
    void kustomizeBuildsAllOfIt() throws Exception {
        assumeTrue(Kubectl.canKustomize(), "skipped: no kubectl of 1.21 or newer on the PATH");
        var built = Manifests.parse(Kubectl.kustomize(Project.file("k8s/base")));

        assertThat(built).hasSize(base.size() + 1).allSatisfy(document -> {
            if (!document.path("kind").asText().equals("Namespace")) {
                assertThat(document.at("/metadata/namespace").asText()).isEqualTo("flames");
            }
        });
        assertThat(Manifests.ofKind(built, "Deployment"))
                .extracting(d -> d.at("/metadata/name").asText())
                .containsExactlyInAnyOrderElementsOf(Manifests.SERVICES);
    }

    @Test
    void kustomizeBuildsTheExampleWithItsComponents() throws Exception {
        assumeTrue(Kubectl.canKustomize(), "skipped: no kubectl of 1.21 or newer on the PATH");
        var built = Manifests.parse(Kubectl.kustomize(Project.file("k8s/overlays/example")));

        assertThat(Manifests.ofKind(built, "NetworkPolicy"))
                .hasSameSizeAs(Manifests.ofKind(Manifests.component("network-policy"), "NetworkPolicy"))
                .allSatisfy(policy ->
                        assertThat(policy.at("/metadata/namespace").asText()).isEqualTo("flames"));
        assertThat(Manifests.ofKind(built, "PodMonitor")).hasSize(1);
        assertThat(Manifests.ofKind(built, "Deployment"))
                .as("scraped once")
                .hasSameSizeAs(Manifests.SERVICES)
                .allSatisfy(deployment -> assertThat(deployment
                                .at("/spec/template/metadata/annotations")
                                .fieldNames())
                        .toIterable()
                        .noneMatch(name -> name.startsWith("prometheus.io/")));
        assertThat(Manifests.named(built, "ConfigMap", "flames-config")
                        .at("/data/KAFKA_BOOTSTRAP_SERVERS")
                        .asText())
                .isEqualTo("kafka.example:9092");
    }

    @Test
    void composeCreatesTheDatabasesThatAreMissingBeforeAnyServiceStarts() {
        var compose = Manifests.yaml("deploy/compose.yaml").path("services");
        assertThat(compose.at("/databases/depends_on/postgres/condition").asText())
                .isEqualTo("service_healthy");
        assertThat(Project.read("deploy/postgres/create-databases.sh")).contains("/databases.sql");
        for (String service : Manifests.SERVICES) {
            assertThat(Project.read("deploy/compose.yaml"))
                    .contains("image: flames/" + service + "\n    build: ../" + service + "\n    depends_on: *depends");
        }
        assertThat(Project.read("deploy/compose.yaml"))
                .contains("x-depends: &depends\n  databases: {condition: service_completed_successfully}");
    }

    @Test
    void everyServiceHasProbesBoundsAndNoPrivileges() {
        for (String service : Manifests.SERVICES) {
            var pod = Manifests.named(base, "Deployment", service).at("/spec/template/spec");
            var container = pod.at("/containers/0");
            assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/q/health/started");
            assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
            assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/q/health/ready");
            assertThat(container.at("/resources/limits/memory").asText()).endsWith("i");
            assertThat(container.at("/resources/requests/cpu").isMissingNode()).isFalse();
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(imageUser(service));
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        }
    }

    @Test
    void servicesPointToPortsThatContainersOpen() {
        for (String service : Manifests.SERVICES) {
            var opened = Manifests.named(base, "Deployment", service).at("/spec/template/spec/containers/0/ports");
            var names = StreamSupport.stream(opened.spliterator(), false)
                    .map(p -> p.path("name").asText())
                    .toList();
            for (JsonNode port : Manifests.named(base, "Service", service).at("/spec/ports")) {
                assertThat(names).contains(port.path("targetPort").asText());
            }
        }
    }

    @Test
    void generationFindsEachReplicaOfScoring() {
        var generation = Manifests.named(base, "Deployment", "generation-service");
        var hosts = StreamSupport.stream(
                        generation.at("/spec/template/spec/containers/0/env").spliterator(), false)
                .filter(e -> e.path("name").asText().equals("FLAMES_GENERATION_SCORING_HOSTS"))
                .findFirst()
                .orElseThrow()
                .path("value")
                .asText()
                .split(":");
        var service = Manifests.named(base, "Service", hosts[0]);
        var pod = Manifests.named(base, "Deployment", "scoring-service").at("/spec/template");
        var port = service.at("/spec/ports/0");

        assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
        assertThat(pod.at("/metadata/labels")).isEqualTo(service.at("/spec/selector"));
        assertThat(port.path("port").asText()).isEqualTo(hosts[1]);
        assertThat(pod.at("/spec/containers/0/ports"))
                .anySatisfy(opened -> assertThat(opened.path("name")).isEqualTo(port.path("targetPort")));
    }

    @Test
    void theIngressRoutesAsTheEmbeddedGatewayDoes() {
        var paths = Manifests.named(base, "Ingress", "flames").at("/spec/rules/0/http/paths");
        var ingress = StreamSupport.stream(paths.spliterator(), false)
                .map(p -> p.path("path").asText() + " -> "
                        + p.at("/backend/service/name").asText())
                .toList();

        assertThat(ingress).containsExactlyInAnyOrderElementsOf(RouteTable.lines());
    }

    @Test
    void theNginxGatewayOfTheComposeFileRoutesAlike() {
        var locations = Pattern.compile("location (/\\S*)\\s+\\{ proxy_pass http://([a-z-]+):8080; }")
                .matcher(Project.read("deploy/gateway/nginx.conf"))
                .results()
                .filter(m -> !m.group(1).startsWith("/services/"))
                .map(m -> m.group(1) + " -> " + m.group(2))
                .toList();

        assertThat(locations).containsExactlyInAnyOrderElementsOf(RouteTable.lines());
    }

    /** They tell operators what annotators must not see. A location by pattern goes before those by prefix. */
    @Test
    void noGatewayLetsMetricsOut() {
        assertThat(Project.read("deploy/gateway/nginx.conf"))
                .contains("location ~ ^/services/[a-z]+/q/metrics { return 404; }");
        assertThat(RouteTable.lines()).noneMatch(line -> line.startsWith("/services") || line.startsWith("/q"));
    }

    @Test
    void topicScriptsCreateWhatContractsDeclare() {
        var script = Project.read("deploy/kafka/create-topics.sh");
        var created = script.lines()
                .filter(line -> line.startsWith("create flames."))
                .map(line -> line.substring("create ".length()))
                .toList();
        var declared = Topics.all().stream()
                .map(t -> t.name() + " " + t.partitions() + " " + t.retentionMs())
                .toList();

        assertThat(created).containsExactlyInAnyOrderElementsOf(declared);
        assertThat(Project.read("k8s/base/create-topics.sh")).isEqualTo(script);
    }

    @Test
    void everyDatabaseThatAServiceNamesIsCreated() {
        var created = Project.read("deploy/postgres/databases.sql");
        for (String service : Manifests.SERVICES) {
            var env = Manifests.named(base, "Deployment", service).at("/spec/template/spec/containers/0/env");
            var database = StreamSupport.stream(env.spliterator(), false)
                    .filter(e -> e.path("name").asText().equals("FLAMES_DB_NAME"))
                    .findFirst()
                    .orElseThrow()
                    .path("value")
                    .asText();
            assertThat(created).contains("CREATE DATABASE " + database + ";");
        }
    }

    private static int imageUser(String service) {
        return Project.read(service + "/Dockerfile")
                .lines()
                .filter(line -> line.startsWith("USER "))
                .mapToInt(line ->
                        Integer.parseInt(line.substring("USER ".length()).split(":")[0]))
                .findFirst()
                .orElseThrow();
    }

    /** The typed models keep what they don't know in a map, in the object or anywhere below it. */
    private static List<String> unknownFields(Object value, String path) {
        var unknown = new ArrayList<String>();
        if (value instanceof Collection<?> list) {
            list.forEach(item -> unknown.addAll(unknownFields(item, path + "[]")));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> unknown.addAll(unknownFields(item, path + "." + key)));
        } else if (value instanceof KubernetesResource) {
            for (Method getter : value.getClass().getMethods()) {
                if (getter.getParameterCount() != 0 || !getter.getName().startsWith("get")) {
                    continue;
                }
                unknown.addAll(unknownBehind(getter, value, path));
            }
        }
        return unknown;
    }

    private static List<String> unknownBehind(Method getter, Object owner, String path) {
        try {
            Object inner = getter.invoke(owner);
            if (getter.getName().equals("getAdditionalProperties")) {
                return ((Map<?, ?>) inner)
                        .keySet().stream().map(key -> path + "." + key).toList();
            }
            return inner == null
                    ? List.of()
                    : unknownFields(inner, path + "." + getter.getName().substring(3));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(path + " " + getter.getName(), e);
        }
    }

    /** What {@code kubectl} of this machine can do. */
    private static final class Kubectl {
        private static final long SECONDS = 60;

        static boolean canKustomize() throws InterruptedException {
            try {
                return new ProcessBuilder("kubectl", "kustomize", "--help")
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
            } catch (IOException notThere) {
                return false;
            }
        }

        static String kustomize(Path folder) throws IOException, InterruptedException {
            var process = new ProcessBuilder("kubectl", "kustomize", folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            return out;
        }
    }
}
