package io.flames.scoring.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.local.test.ServersResource;
import io.flames.scoring.stream.FreeGrpcPort;
import io.flames.scoring.verdict.VerdictStore.Kept;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Verdicts and their classes in a real Postgres. */
@QuarkusTest
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_scoring"))
@TestProfile(FreeGrpcPort.class)
class VerdictStoreIT {
    @Inject
    Pool pool;

    @Inject
    VerdictServers servers;

    private final UUID version = UUID.randomUUID();
    private VerdictStore store;
    private ClassShareStore shares;

    @BeforeEach
    void connect() {
        Awaitility.await().until(servers::schemaReady);
        store = new VerdictStore(pool);
        shares = new ClassShareStore(pool);
    }

    @Test
    void aVerdictIsCountedWhenItIsKeptForTheFirstTime() throws Exception {
        var first = kept(Dimension.DIMENSION_SAFETY, 3);
        var second = kept(Dimension.DIMENSION_SAFETY, 3);
        var other = kept(Dimension.DIMENSION_LEGALITY, 1);
        var none = kept(Dimension.DIMENSION_LEGALITY, 0);

        keep(List.of(first, other));
        keep(List.of(first, second, none, other));
        keep(List.of(second, second));

        assertThat(counts())
                .isEqualTo(Map.of("DIMENSION_SAFETY 3", 2L, "DIMENSION_LEGALITY 1", 1L, "DIMENSION_LEGALITY 0", 1L));
    }

    @Test
    void aSecondOpinionOnTheSameResponseIsNeitherKeptNorCounted() throws Exception {
        var first = kept(Dimension.DIMENSION_SAFETY, 3);
        var changed = new Kept(
                first.scoreId(), "changed".getBytes(StandardCharsets.UTF_8), version, Dimension.DIMENSION_SAFETY, 1);

        var together = keep(List.of(first, changed));
        var again = keep(List.of(changed));

        assertThat(together).allSatisfy(payload -> assertThat(payload).isEqualTo(first.payload()));
        assertThat(again.get(0)).isEqualTo(first.payload());
        assertThat(counts()).isEqualTo(Map.of("DIMENSION_SAFETY 3", 1L));
    }

    @Test
    void replicasThatKeepTheSameVerdictsAtOnceCountThemOnce() throws Exception {
        var random = new Random(7);
        var dimensions = Dimensions.ALL;
        var verdicts = IntStream.range(0, 200)
                .mapToObj(i -> kept(dimensions.get(i % 5), i % 2 == 0 ? 3 : 1))
                .toList();
        var writers = new ArrayList<CompletableFuture<List<byte[]>>>();
        for (int replica = 0; replica < 20; replica++) {
            var shuffled = new ArrayList<>(verdicts);
            Collections.shuffle(shuffled, random);
            writers.add(store.keep(shuffled.subList(0, 150)).toCompletableFuture());
        }
        writers.add(store.keep(verdicts).toCompletableFuture());
        for (var writer : writers) {
            writer.get(60, TimeUnit.SECONDS);
        }

        assertThat(counts().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(200);
    }

    @Test
    void theFirstDaysAndTheRecentOnesAreRead() throws Exception {
        var today = LocalDate.now(ZoneOffset.UTC);
        for (int daysAgo : new int[] {400, 399, 398, 200, 30, 29, 0}) {
            insert(today.minusDays(daysAgo), 600);
        }

        var read = shares.read(Set.of(version), 1000, 30).toCompletableFuture().get(10, TimeUnit.SECONDS);

        assertThat(read)
                .extracting(ClassShare::day)
                .containsExactlyInAnyOrder(today.minusDays(400), today.minusDays(399), today.minusDays(29), today);
    }

    private void insert(LocalDate day, long verdicts) {
        pool.preparedQuery("insert into class_share (scorer_version_id, dimension, day, score, verdicts)"
                        + " values ($1, 'safety', $2, 3, $3)")
                .execute(Tuple.of(version, day, verdicts))
                .await()
                .indefinitely();
    }

    private Kept kept(Dimension dimension, int score) {
        var id = UUID.randomUUID();
        return new Kept(id, id.toString().getBytes(StandardCharsets.UTF_8), version, dimension, score);
    }

    private List<byte[]> keep(List<Kept> verdicts) throws Exception {
        return store.keep(verdicts).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Map<String, Long> counts() throws Exception {
        Map<String, Long> counts = new HashMap<>();
        shares.read(Set.of(version), 1000, 30)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .forEach(share -> counts.merge(share.dimension() + " " + share.score(), share.verdicts(), Long::sum));
        return counts;
    }
}
