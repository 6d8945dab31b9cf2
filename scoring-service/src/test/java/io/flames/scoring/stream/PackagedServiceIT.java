package io.flames.scoring.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged service as a process of its own, alone: as {@code flames score FILE} starts it. */
class PackagedServiceIT {
    private final int port = FreeGrpcPort.free();
    private Process service;
    private ScoringClient client;

    @BeforeEach
    void start() throws Exception {
        var jar = Path.of(System.getProperty("flames.root"), "scoring-service/target/quarkus-app/quarkus-run.jar");
        service = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dquarkus.profile=standalone",
                        "-Dquarkus.http.port=" + FreeGrpcPort.free(),
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.grpc.server.port=" + port,
                        "-Dquarkus.grpc.server.host=127.0.0.1",
                        "-jar",
                        jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "packaged-service.log").toFile())
                .start();
        client = new ScoringClient(port);
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(this::serving);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        service.destroyForcibly().waitFor();
    }

    @Test
    void acceptedWorkIsFinishedAfterSigterm() throws Exception {
        var call = client.open();
        for (int i = 0; i < 40; i++) {
            call.requests.onNext(ScoringClient.request(r -> r.setResponse("先和医生谈谈失眠的原因。".repeat(30))));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> !call.results.isEmpty());

        service.destroy();

        Assertions.assertThatThrownBy(() -> call.ended.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        fault -> assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
        assertThat(call.results).hasSize(40);
        assertThat(service.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private boolean serving() {
        return HealthGrpc.newBlockingStub(client.channel)
                        .withDeadlineAfter(2, TimeUnit.SECONDS)
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus()
                == ServingStatus.SERVING;
    }
}
