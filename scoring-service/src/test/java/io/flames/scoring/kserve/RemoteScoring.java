package io.flames.scoring.kserve;

import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.kserve.FakeKserveServer.Fault;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.scorer.ScoringInput;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** A server over a real socket, and scorers that ask it. */
abstract class RemoteScoring {
    final FakeKserveServer server = new FakeKserveServer();

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
    }

    /** Only where one is waited for, as a busy machine takes its time. */
    static Map<String, String> timeout(Fault fault) {
        return fault == Fault.HANG ? Map.of("timeout", "2s") : Map.of();
    }

    Scorer load(Map<String, String> changes) throws InterruptedException {
        return load(server.address(), changes);
    }

    static Scorer load(String endpoints, Map<String, String> changes) throws InterruptedException {
        return KserveScorers.load("remote", KserveTestSettings.of(endpoints, changes))
                .scorer();
    }

    static ScoringInput input(Dimension dimension, String response) {
        return new ScoringInput(dimension, "问", response);
    }
}
