package io.flames.scoring.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorers;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Scorers that do as the response says, one of them slow, and a client of theirs. */
abstract class Scripted {
    @Inject
    ServedScorers served;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int port;

    ScoringClient client;

    @BeforeEach
    void connect() {
        await().atMost(Duration.ofSeconds(30)).until(() -> serving("fast") && serving("slow"));
        client = new ScoringClient(port);
    }

    private boolean serving(String name) {
        return served.find(name).orElseThrow().state() instanceof Serving;
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
        await().atMost(Duration.ofSeconds(10)).until(() -> slowQueue() == 0);
    }

    int slowQueue() {
        return served.find("slow").orElseThrow().state() instanceof Serving serving
                ? serving.lane().depth()
                : -1;
    }

    ScoringServiceGrpc.ScoringServiceBlockingStub blocking() {
        return ScoringServiceGrpc.newBlockingStub(client.channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    static ScoreRequest request(String response, Consumer<ScoreRequest.Builder> change) {
        return ScoringClient.request(r -> change.accept(r.setResponse(response)));
    }

    static void assertStatus(Throwable fault, Status.Code code, String description) {
        assertThat(fault).isInstanceOf(StatusRuntimeException.class);
        var status = ((StatusRuntimeException) fault).getStatus();
        assertThat(status.getCode()).as(status.toString()).isEqualTo(code);
        assertThat(String.valueOf(status.getDescription())).contains(description);
    }
}
