package io.flames.scoring.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.contracts.client.HostAndPort;
import io.flames.contracts.client.ScoringReplicas;
import io.flames.contracts.client.ScoringReplicas.Event;
import io.flames.contracts.client.ScoringReplicas.Policy;
import io.flames.contracts.scoring.v1.ScoreEvent;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.local.test.ServersResource;
import io.grpc.InsecureChannelCredentials;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged service with a real broker and Postgres is killed while it scores, and started again. */
class KilledServiceIT {
    private static final String DATABASE = "flames_scoring_killed";
    private static final int REQUESTS = 300;

    private final int port = FreeGrpcPort.free();
    private Process service;

    @BeforeEach
    void start() throws IOException {
        ServersResource.servers().freshDatabase(DATABASE);
        service = service();
    }

    @AfterEach
    void stop() throws InterruptedException {
        service.destroyForcibly().waitFor();
    }

    @Test
    void whatWasInWorkIsScoredOnceAllTheSame() throws Exception {
        var requests = requests();
        var results = new HashMap<String, ScoreResult>();
        boolean killed = false;
        try (var client = client()) {
            requests.forEach(client::send);
            while (results.size() < REQUESTS) {
                var event = client.poll(Duration.ofSeconds(60)).orElseThrow();
                if (event instanceof Event.Answered answered) {
                    assertThat(results.put(answered.result().getRequestId(), answered.result()))
                            .isNull();
                }
                if (!killed && results.size() == REQUESTS / 5) {
                    killed = true;
                    service.destroyForcibly().waitFor();
                    service = service();
                }
            }
        }

        assertThat(killed).isTrue();
        var published = verdicts(requests);
        assertThat(published).hasSize(REQUESTS);
        requests.forEach(request -> assertThat(published.get(request.getResponseId()))
                .containsExactly(ScoreEvent.newBuilder()
                        .setResponseScored(results.get(request.getRequestId()).getScored())
                        .build()));
    }

    /** The different verdicts in the topic of each response: a repeated one is the same to the last bit. */
    private static Map<String, Set<ScoreEvent>> verdicts(List<ScoreRequest> requests) {
        var ours = requests.stream().map(ScoreRequest::getResponseId).collect(Collectors.toSet());
        return new ScoresTopic(ServersResource.servers().bootstrapServers())
                .events().stream()
                        .filter(event -> ours.contains(event.getResponseScored().getResponseId()))
                        .collect(Collectors.groupingBy(
                                event -> event.getResponseScored().getResponseId(), Collectors.toSet()));
    }

    private static List<ScoreRequest> requests() {
        return IntStream.range(0, REQUESTS)
                .mapToObj(i -> ScoringClient.request(
                        r -> r.setResponseId(UUID.randomUUID().toString())
                                .setResponse("先和医生谈谈失眠的原因，不要自行加量。".repeat(1 + i % 12))))
                .toList();
    }

    private ScoringReplicas client() {
        return new ScoringReplicas(
                List.of(HostAndPort.parse("127.0.0.1:" + port)),
                InsecureChannelCredentials.create(),
                new Policy(
                        REQUESTS,
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1)));
    }

    private Process service() throws IOException {
        var servers = ServersResource.servers();
        var jar = Path.of(System.getProperty("flames.root"), "scoring-service/target/quarkus-app/quarkus-run.jar");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dquarkus.http.port=" + FreeGrpcPort.free(),
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.grpc.server.port=" + port,
                        "-Dquarkus.grpc.server.host=127.0.0.1",
                        "-Dkafka.bootstrap.servers=" + servers.bootstrapServers(),
                        "-Dflames.db.port=" + servers.postgresPort(),
                        "-Dflames.db.name=" + DATABASE,
                        "-jar",
                        jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/killed-service.log")))
                .start();
    }
}
