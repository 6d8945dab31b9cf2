package io.flames.contracts.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.contracts.client.NameLookup.Resolver;
import io.flames.contracts.client.ScoringReplicas.Event;
import io.flames.contracts.client.ScoringReplicas.Event.Ended;
import io.flames.contracts.client.ScoringReplicas.Policy;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ScoringReplicasTest {
    private static final Policy POLICY = new Policy(
            64, Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofSeconds(20), Duration.ofMillis(50));

    private final Map<String, Integer> answers = new HashMap<>();
    private final List<Ended> ends = new ArrayList<>();
    private int sent;
    private int invalid;

    private static ScoringReplicas open(Policy policy, ReplicaPeer... peers) {
        return new ScoringReplicas(
                Arrays.stream(peers).map(ReplicaPeer::address).toList(), InsecureChannelCredentials.create(), policy);
    }

    /** Keeps the window full until the condition holds, or {@code most} were sent in all; then takes what is left. */
    private void work(ScoringReplicas replicas, int most, BooleanSupplier done) throws InterruptedException {
        while (!done.getAsBoolean() && (sent < most || replicas.held() > 0)) {
            while (sent < most && replicas.room() > 0) {
                replicas.send(ScoreRequest.newBuilder()
                        .setRequestId(String.valueOf(sent++))
                        .setPrompt("问")
                        .setResponse("答")
                        .build());
            }
            replicas.poll(Duration.ofMillis(20)).ifPresent(this::take);
        }
    }

    private void work(ScoringReplicas replicas, int most) throws InterruptedException {
        work(replicas, most, () -> false);
    }

    private void take(Event event) {
        if (event instanceof Event.Answered answered) {
            answers.merge(answered.result().getRequestId(), 1, Integer::sum);
            invalid += answered.result().hasInvalid() ? 1 : 0;
        } else if (event instanceof Ended ended) {
            ends.add(ended);
        }
    }

    private void assertEachIsAnsweredOnce() {
        assertThat(answers).hasSize(sent);
        assertThat(answers.values()).allMatch(times -> times == 1);
    }

    @Test
    void equalReplicasGetEqualShares() throws Exception {
        try (var one = new ReplicaPeer(2000);
                var two = new ReplicaPeer(2000);
                var replicas = open(POLICY, one, two)) {
            work(replicas, 1500);

            assertEachIsAnsweredOnce();
            assertThat(one.answered() / 1500.0).isBetween(0.45, 0.55);
            assertThat(one.answered() + two.answered()).isEqualTo(1500);
        }
    }

    @Test
    void oneRequestAtATimeGoesRound() throws Exception {
        var one = new ReplicaPeer(0);
        try (one;
                var two = new ReplicaPeer(0);
                var replicas = open(POLICY, one, two)) {
            work(replicas, 64, () -> one.answered() > 0 && two.answered() > 0);
            work(replicas, sent);
            long before = one.answered();
            for (int i = 0; i < 100; i++) {
                work(replicas, sent + 1);
            }

            assertThat(one.answered() - before).isEqualTo(50);
        }
    }

    @Test
    void aSlowReplicaHoldsNobodyUp() throws Exception {
        try (var slow = new ReplicaPeer(20_000);
                var fast = new ReplicaPeer(200);
                var replicas = open(POLICY, slow, fast)) {
            work(replicas, 2000);

            assertEachIsAnsweredOnce();
            assertThat(fast.answered()).isGreaterThan(10 * slow.answered());
        }
    }

    @Test
    void whatAKilledReplicaHasNotAnsweredGoesToTheOthersAndItComesBack() throws Exception {
        var one = new ReplicaPeer(300);
        int port = one.port();
        try (var two = new ReplicaPeer(300);
                var three = new ReplicaPeer(300);
                var replicas = open(POLICY, one, two, three)) {
            work(replicas, 3000, () -> one.answered() >= 300);
            one.close();
            long byTwo = two.answered();
            work(replicas, 3000, () -> two.answered() >= byTwo + 300);
            assertThat(ends)
                    .isNotEmpty()
                    .extracting(end -> end.status().getCode())
                    .isSubsetOf(Status.Code.CANCELLED, Status.Code.UNAVAILABLE);

            try (var again = new ReplicaPeer("127.0.0.1", port, 300, InsecureServerCredentials.create())) {
                work(replicas, 6000);

                assertEachIsAnsweredOnce();
                assertThat(again.answered()).isGreaterThan(200);
                assertThat(three.answered()).isGreaterThan(600);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFullQueueIsWaitedForAsLongAsItSays(boolean byTrailer) throws Exception {
        try (var peer = new ReplicaPeer(100);
                var replicas = open(POLICY, peer.full(3, 200, byTrailer))) {
            work(replicas, 500);

            assertEachIsAnsweredOnce();
            assertThat(ends).hasSize(3).allMatch(Ended::throttled).allSatisfy(end -> {
                assertThat(end.asked()).contains(Duration.ofMillis(200));
                assertThat(end.pause()).isBetween(Duration.ofMillis(200), Duration.ofMillis(300));
            });
            assertThat(peer.earlyReturns()).isZero();
        }
    }

    @Test
    void aReplicaThatDoesNotKnowTheScorerIsUnavailableUntilItDoes() throws Exception {
        try (var older = new ReplicaPeer(200).refuses("scorer");
                var newer = new ReplicaPeer(200);
                var replicas = open(POLICY, older, newer)) {
            work(replicas, 100_000, () -> older.refused() > 0 && newer.answered() > 500 && !ends.isEmpty());
            work(replicas, sent);
            assertEachIsAnsweredOnce();
            assertThat(older.answered()).isZero();
            assertThat(invalid).isZero();
            assertThat(ends).isNotEmpty().allMatch(Ended::scorerUnknown).allSatisfy(end -> {
                assertThat(end.replica()).isEqualTo(older.address().toString());
                assertThat(end.status().getDescription()).isEqualTo("expected one of new, older");
                assertThat(end.unanswered()).isPositive();
                assertThat(end.pause()).isBetween(Duration.ofMillis(10), Duration.ofMillis(100));
            });

            older.refuses("");
            work(replicas, 100_000, () -> older.answered() > 200);
            work(replicas, sent);

            assertEachIsAnsweredOnce();
            assertThat(invalid).isZero();
        }
    }

    @Test
    void anotherFieldThatIsInvalidIsAnAnswer() throws Exception {
        try (var peer = new ReplicaPeer(100).refuses("dimension");
                var replicas = open(POLICY, peer)) {
            work(replicas, 50);

            assertEachIsAnsweredOnce();
            assertThat(invalid).isEqualTo(50);
            assertThat(ends).isEmpty();
        }
    }

    @Test
    void aSilentReplicaIsLeftAfterItsTime() throws Exception {
        var impatient = new Policy(
                64, Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofSeconds(1));
        try (var silent = new ReplicaPeer(ReplicaPeer.NEVER);
                var good = new ReplicaPeer(100);
                var replicas = open(impatient, silent, good)) {
            work(replicas, 300);

            assertEachIsAnsweredOnce();
            assertThat(good.answered()).isGreaterThanOrEqualTo(300);
            assertThat(ends)
                    .extracting(Ended::replica)
                    .contains(silent.address().toString());
        }
    }

    @Test
    void eachAddressOfANameIsAReplicaAndTheyMayChange() throws Exception {
        var addresses = new AtomicReference<>(List.of("127.0.0.1"));
        Resolver names = host -> {
            var all = new ArrayList<InetAddress>();
            for (var address : addresses.get()) {
                all.add(InetAddress.getByName(address));
            }
            return all.toArray(InetAddress[]::new);
        };
        try (var one = new ReplicaPeer(300);
                var two = new ReplicaPeer("127.0.0.2", one.port(), 300, InsecureServerCredentials.create());
                var replicas = new ScoringReplicas(
                        List.of(new HostAndPort("scoring", one.port())),
                        InsecureChannelCredentials.create(),
                        POLICY,
                        names)) {
            work(replicas, 200);
            assertThat(two.answered()).isZero();

            addresses.set(List.of("127.0.0.1", "127.0.0.2", "::1"));
            work(replicas, 100_000, () -> two.answered() >= 200);
            assertThat(replicas.count()).isEqualTo(2);

            addresses.set(List.of("127.0.0.2"));
            work(replicas, 100_000, () -> replicas.count() == 1);
            long byOne = one.answered();
            work(replicas, sent + 200);

            assertEachIsAnsweredOnce();
            assertThat(one.answered()).isEqualTo(byOne);
        }
    }

    @Test
    void aNameThatIsGoneForAMomentKeepsItsAddresses() throws Exception {
        var gone = new AtomicReference<>(false);
        Resolver names = host -> {
            if (gone.get()) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
        };
        try (var peer = new ReplicaPeer(1000);
                var replicas = new ScoringReplicas(
                        List.of(new HostAndPort("scoring", peer.port())),
                        InsecureChannelCredentials.create(),
                        POLICY,
                        names)) {
            work(replicas, 50);
            gone.set(true);
            work(replicas, 500);

            assertEachIsAnsweredOnce();
            assertThat(ends).isEmpty();
        }
    }

    @Test
    void aNameThatNobodyHasIsUnavailable() throws Exception {
        try (var replicas = new ScoringReplicas(
                List.of(new HostAndPort("nobody.invalid", 9000)), InsecureChannelCredentials.create(), POLICY)) {
            work(replicas, 1, () -> !ends.isEmpty());

            assertThat(ends.get(0).status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(ends.get(0).replica()).isEqualTo("nobody.invalid:9000");
            assertThat(replicas.held()).isEqualTo(1);
        }
    }

    @Test
    void noMoreThanTheWindowIsHeldAndWhatIsForgottenMakesRoom() throws Exception {
        try (var silent = new ReplicaPeer(ReplicaPeer.NEVER);
                var replicas = open(POLICY, silent)) {
            for (int i = 0; i < 64; i++) {
                replicas.send(ScoreRequest.newBuilder()
                        .setRequestId(String.valueOf(i))
                        .build());
            }
            assertThat(replicas.room()).isZero();
            assertThatThrownBy(() -> replicas.send(
                            ScoreRequest.newBuilder().setRequestId("64").build()))
                    .isInstanceOf(IllegalStateException.class);

            replicas.forget(id -> Integer.parseInt(id) < 60);

            assertThat(replicas.held()).isEqualTo(4);
            assertThat(replicas.room()).isEqualTo(60);
        }
    }

    @Test
    void addressesAreReadAsPeopleWriteThem() throws IOException {
        assertThat(HostAndPort.parseAll("a:1, [::1]:2,10.0.0.1:65535,a:1"))
                .containsExactly(
                        new HostAndPort("a", 1), new HostAndPort("::1", 2), new HostAndPort("10.0.0.1", 65_535));
        assertThat(new HostAndPort("::1", 2)).hasToString("[::1]:2");
        for (var wrong : List.of("", "a", "a:", "a:0", "a:65536", "a:x", "a:1,", "a b:1", "http://a:1")) {
            assertThatThrownBy(() -> HostAndPort.parseAll(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected HOST:PORT");
        }
    }
}
