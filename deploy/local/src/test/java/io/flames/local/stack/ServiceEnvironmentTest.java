package io.flames.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.local.gateway.Routes.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceEnvironmentTest {
    @TempDir
    static Path folder;

    private static ServiceEnvironment environment;

    @BeforeAll
    static void set() {
        environment = new ServiceEnvironment(
                "127.0.0.1:20001",
                20_002,
                Map.of(
                        Service.PROMPT,
                        1,
                        Service.GENERATION,
                        2,
                        Service.SCORING,
                        3,
                        Service.ANNOTATION,
                        4,
                        Service.REPORT,
                        5),
                20_003,
                new Annotators(folder.resolve("annotators")));
    }

    @Test
    void everyServiceLearnsWhereItsServersAreAndListensOnLoopbackOnly() {
        for (var service : Service.values()) {
            assertThat(environment.of(service, Map.of()))
                    .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:20001")
                    .containsEntry("FLAMES_DB_PORT", "20002")
                    .containsEntry("FLAMES_DB_NAME", "flames_" + service.shortName())
                    .containsEntry("QUARKUS_HTTP_HOST", "127.0.0.1")
                    .containsEntry("QUARKUS_HTTP_PORT", String.valueOf(service.ordinal() + 1));
        }
    }

    @Test
    void generationFindsScoring() {
        assertThat(environment.of(Service.SCORING, Map.of()))
                .containsEntry("QUARKUS_GRPC_SERVER_PORT", "20003")
                .containsEntry("QUARKUS_GRPC_SERVER_HOST", "127.0.0.1");
        assertThat(environment.of(Service.GENERATION, Map.of()))
                .containsEntry("FLAMES_GENERATION_SCORING_PORT", "20003");
    }

    @Test
    void apiKeysGoWhereTargetsAndJudgesAreCalledFromAndNowhereElse() {
        var inherited = Map.of("FLAMES_API_KEY_OPENAI", "secret", "AWS_SECRET_ACCESS_KEY", "other", "PATH", "/bin");

        assertThat(environment.of(Service.GENERATION, inherited)).containsEntry("FLAMES_API_KEY_OPENAI", "secret");
        assertThat(environment.of(Service.SCORING, inherited)).containsEntry("FLAMES_API_KEY_OPENAI", "secret");
        assertThat(environment.of(Service.PROMPT, inherited)).doesNotContainKey("FLAMES_API_KEY_OPENAI");
        assertThat(environment.of(Service.REPORT, inherited)).doesNotContainKey("FLAMES_API_KEY_OPENAI");
        assertThat(environment.of(Service.GENERATION, inherited))
                .doesNotContainKey("AWS_SECRET_ACCESS_KEY")
                .containsEntry("PATH", "/bin");
    }

    @Test
    void onlyAnnotationLearnsWhoMayLabelAndASessionKeyThatStays() throws Exception {
        var told = environment.of(Service.ANNOTATION, Map.of());

        assertThat(told)
                .containsEntry(
                        "FLAMES_ANNOTATION_USERS_FILE",
                        folder.resolve("annotators/users").toString())
                .containsEntry(
                        "FLAMES_ANNOTATION_CREATE_USERS", "lead:lead,anna:annotator,ben:annotator,chen:annotator");
        assertThat(told.get("QUARKUS_HTTP_AUTH_SESSION_ENCRYPTION_KEY"))
                .hasSizeGreaterThanOrEqualTo(32)
                .isEqualTo(
                        environment.of(Service.ANNOTATION, Map.of()).get("QUARKUS_HTTP_AUTH_SESSION_ENCRYPTION_KEY"));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("annotators/session-key"))))
                .isEqualTo("rw-------");
        assertThat(environment.of(Service.REPORT, Map.of()))
                .doesNotContainKeys("FLAMES_ANNOTATION_USERS_FILE", "QUARKUS_HTTP_AUTH_SESSION_ENCRYPTION_KEY");
    }

    @Test
    void aUsersFileOfThePersonsOwnReplacesOurs() {
        assertThat(environment.of(Service.ANNOTATION, Map.of("FLAMES_ANNOTATION_USERS_FILE", "/etc/people")))
                .containsEntry("FLAMES_ANNOTATION_USERS_FILE", "/etc/people")
                .doesNotContainKey("FLAMES_ANNOTATION_CREATE_USERS")
                .containsKey("QUARKUS_HTTP_AUTH_SESSION_ENCRYPTION_KEY");
    }

    @Test
    void thePasswordOfTheCommandLineReachesNoService() {
        for (var service : Service.values()) {
            assertThat(environment.of(service, Map.of("FLAMES_PASSWORD", "secret")))
                    .doesNotContainKey("FLAMES_PASSWORD");
        }
    }

    @Test
    void passwordsAreReadFromTheFileThatTheServiceLeaves() throws Exception {
        var annotators = new Annotators(Files.createDirectories(folder.resolve("others")));
        assertThat(annotators.passwords()).isEmpty();

        Files.writeString(annotators.passwordsFile(), "lead:a:b\nanna:c\n");

        assertThat(annotators.passwords()).containsExactly(Map.entry("lead", "a:b"), Map.entry("anna", "c"));
    }

    @Test
    void whatTheStackKnowsWinsOverWhatThePersonHasSet() {
        assertThat(environment.of(Service.REPORT, Map.of("FLAMES_DB_PORT", "5432", "QUARKUS_HTTP_PORT", "9")))
                .containsEntry("FLAMES_DB_PORT", "20002")
                .containsEntry("QUARKUS_HTTP_PORT", "5");
    }
}
