package io.flames.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.local.gateway.Routes.Service;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceEnvironmentTest {
    private static final ServiceEnvironment ENVIRONMENT = new ServiceEnvironment(
            "127.0.0.1:20001",
            20_002,
            Map.of(Service.PROMPT, 1, Service.GENERATION, 2, Service.SCORING, 3, Service.REPORT, 4),
            20_003);

    @Test
    void everyServiceLearnsWhereItsServersAreAndListensOnLoopbackOnly() {
        for (var service : Service.values()) {
            assertThat(ENVIRONMENT.of(service, Map.of()))
                    .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:20001")
                    .containsEntry("FLAMES_DB_PORT", "20002")
                    .containsEntry("FLAMES_DB_NAME", "flames_" + service.shortName())
                    .containsEntry("QUARKUS_HTTP_HOST", "127.0.0.1")
                    .containsEntry("QUARKUS_HTTP_PORT", String.valueOf(service.ordinal() + 1));
        }
    }

    @Test
    void generationFindsScoring() {
        assertThat(ENVIRONMENT.of(Service.SCORING, Map.of()))
                .containsEntry("QUARKUS_GRPC_SERVER_PORT", "20003")
                .containsEntry("QUARKUS_GRPC_SERVER_HOST", "127.0.0.1");
        assertThat(ENVIRONMENT.of(Service.GENERATION, Map.of()))
                .containsEntry("FLAMES_GENERATION_SCORING_PORT", "20003");
    }

    @Test
    void apiKeysGoWhereTargetsAndJudgesAreCalledFromAndNowhereElse() {
        var inherited = Map.of("FLAMES_API_KEY_OPENAI", "secret", "AWS_SECRET_ACCESS_KEY", "other", "PATH", "/bin");

        assertThat(ENVIRONMENT.of(Service.GENERATION, inherited)).containsEntry("FLAMES_API_KEY_OPENAI", "secret");
        assertThat(ENVIRONMENT.of(Service.SCORING, inherited)).containsEntry("FLAMES_API_KEY_OPENAI", "secret");
        assertThat(ENVIRONMENT.of(Service.PROMPT, inherited)).doesNotContainKey("FLAMES_API_KEY_OPENAI");
        assertThat(ENVIRONMENT.of(Service.REPORT, inherited)).doesNotContainKey("FLAMES_API_KEY_OPENAI");
        assertThat(ENVIRONMENT.of(Service.GENERATION, inherited))
                .doesNotContainKey("AWS_SECRET_ACCESS_KEY")
                .containsEntry("PATH", "/bin");
    }

    @Test
    void whatTheStackKnowsWinsOverWhatThePersonHasSet() {
        assertThat(ENVIRONMENT.of(Service.REPORT, Map.of("FLAMES_DB_PORT", "5432", "QUARKUS_HTTP_PORT", "9")))
                .containsEntry("FLAMES_DB_PORT", "20002")
                .containsEntry("QUARKUS_HTTP_PORT", "4");
    }
}
