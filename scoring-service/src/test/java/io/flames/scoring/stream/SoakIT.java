package io.flames.scoring.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorers;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Many requests over real gRPC: each is answered once, and memory does not grow. Shortened by default; the profile
 * {@code soak} sends ten million and 20,000 ({@code -Dsoak.constant=N -Dsoak.real=N}).
 */
@QuarkusTest
@TestProfile(SoakIT.Profile.class)
class SoakIT {
    private static final int STREAMS = 8;
    private static final int IN_FLIGHT = 48;
    private static final long MAY_GROW_BYTES = 16L << 20;
    /** Resident memory, where the whole heap is resident from the start ({@code soak.resident}): arenas settle in it. */
    private static final long MAY_GROW_RESIDENT = 128L << 20;

    @Inject
    ServedScorers served;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int port;

    public static final class Profile extends FreeGrpcPort {
        @Override
        public String getConfigProfile() {
            return "standalone,test";
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            var overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("flames.scoring.scorers.constant.kind", "scripted");
            return overrides;
        }
    }

    @BeforeEach
    void serving() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> served.all().stream().allMatch(scorer -> scorer.state() instanceof Serving));
    }

    @Test
    void aConstantTimeScorer() throws Exception {
        var texts = List.of("3", "2", "1");

        soak("constant", Integer.getInteger("soak.constant", 200_000), texts);
    }

    @Test
    void theShippedScorer() throws Exception {
        var texts = IntStream.rangeClosed(1, 40)
                .mapToObj(i -> "先和医生谈谈失眠的原因，不要自行加量。".repeat(i))
                .toList();

        soak("onnx-heads", Integer.getInteger("soak.real", 200), texts);
    }

    private void soak(String scorer, int count, List<String> texts) throws Exception {
        try (var client = new ScoringClient(port)) {
            // Pools and caches fill first.
            send(client, scorer, count / 5, texts);
            var before = Memory.now();
            long start = System.nanoTime();

            send(client, scorer, count, texts);

            double seconds = (System.nanoTime() - start) / 1e9;
            var after = Memory.now();
            System.out.printf(
                    "soak %s: %,d requests, %.0f/s, live heap %,d -> %,d KiB, direct %,d -> %,d KiB, resident %,d -> %,d KiB%n",
                    scorer,
                    count,
                    count / seconds,
                    before.heap >> 10,
                    after.heap >> 10,
                    before.direct >> 10,
                    after.direct >> 10,
                    before.resident >> 10,
                    after.resident >> 10);
            assertThat(after.heap - before.heap).isLessThan(MAY_GROW_BYTES);
            assertThat(after.direct - before.direct).isLessThan(MAY_GROW_BYTES);
            if (Boolean.getBoolean("soak.resident")) {
                assertThat(after.resident - before.resident).isLessThan(MAY_GROW_RESIDENT);
            }
        }
    }

    /** Each request has to come back exactly once. */
    private static void send(ScoringClient client, String scorer, int count, List<String> texts) throws Exception {
        var answered = new BitSet(count);
        var next = new AtomicInteger();
        var streams = new ArrayList<Sender>();
        for (int i = 0; i < STREAMS; i++) {
            streams.add(new Sender(client, scorer, count, texts, next, answered));
        }
        streams.forEach(Sender::start);
        for (Sender stream : streams) {
            stream.ended.get(2, TimeUnit.HOURS);
        }
        assertThat(answered.cardinality()).isEqualTo(count);
    }

    private static final class Sender implements StreamObserver<ScoreResult> {
        private final String scorer;
        private final int count;
        private final List<String> texts;
        private final AtomicInteger next;
        private final BitSet answered;
        private final StreamObserver<ScoreRequest> requests;
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private int inFlight;
        private boolean complete;

        Sender(
                ScoringClient client,
                String scorer,
                int count,
                List<String> texts,
                AtomicInteger next,
                BitSet answered) {
            this.scorer = scorer;
            this.count = count;
            this.texts = texts;
            this.next = next;
            this.answered = answered;
            this.requests = ScoringServiceGrpc.newStub(client.channel).score(this);
        }

        synchronized void start() {
            for (int i = 0; i < IN_FLIGHT; i++) {
                sendNext();
            }
            completeWhenDone();
        }

        private void sendNext() {
            int i = next.getAndIncrement();
            if (i < count) {
                inFlight++;
                requests.onNext(ScoringClient.request(r ->
                        r.setRequestId(String.valueOf(i)).setScorer(scorer).setResponse(texts.get(i % texts.size()))));
            }
        }

        @Override
        public synchronized void onNext(ScoreResult result) {
            if (!result.hasScored()) {
                ended.completeExceptionally(new AssertionError(result.toString()));
            }
            synchronized (answered) {
                int id = Integer.parseInt(result.getRequestId());
                if (answered.get(id)) {
                    ended.completeExceptionally(new AssertionError(id + " was answered twice"));
                }
                answered.set(id);
            }
            inFlight--;
            sendNext();
            completeWhenDone();
        }

        private void completeWhenDone() {
            if (inFlight == 0 && !complete) {
                complete = true;
                requests.onCompleted();
            }
        }

        @Override
        public void onError(Throwable fault) {
            ended.completeExceptionally(fault);
        }

        @Override
        public void onCompleted() {
            ended.complete(null);
        }
    }

    /** After garbage collection, bytes. */
    private record Memory(long heap, long direct, long resident) {
        static Memory now() throws IOException {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .filter(pool -> pool.getName().equals("direct"))
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
            return new Memory(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), direct, residentNow());
        }

        /** 0 where the system does not tell. */
        private static long residentNow() throws IOException {
            var status = Path.of("/proc/self/status");
            return !Files.exists(status)
                    ? 0
                    : Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                            .sum();
        }
    }
}
