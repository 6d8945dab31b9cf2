package io.flames.scoring.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<Throwable> faults = new ArrayList<>();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void whatArrivesDuringAGroupGoesIntoTheNext() throws Exception {
        var groups = new ArrayList<List<Integer>>();
        var first = new CompletableFuture<List<Integer>>();
        var commit = new GroupCommit<Integer, Integer>(
                10,
                Duration.ofSeconds(1),
                group -> {
                    groups.add(group);
                    return groups.size() == 1 ? first : CompletableFuture.completedFuture(doubled(group));
                },
                timer,
                faults::add);

        var results = IntStream.range(0, 12).mapToObj(commit::add).toList();
        assertThat(groups).containsExactly(List.of(0));
        first.complete(List.of(0));

        for (int i = 0; i < 12; i++) {
            assertThat(results.get(i).get(1, TimeUnit.SECONDS)).isEqualTo(2 * i);
        }
        assertThat(groups.get(1)).hasSize(10);
        assertThat(groups.get(2)).containsExactly(11);
    }

    @Test
    void aGroupThatFailsIsTriedAgain() throws Exception {
        var tries = new ArrayList<List<Integer>>();
        var commit = new GroupCommit<Integer, Integer>(
                10,
                Duration.ofMillis(5),
                group -> {
                    tries.add(group);
                    if (tries.size() < 4) {
                        throw new IllegalStateException("away");
                    }
                    return CompletableFuture.completedFuture(doubled(group));
                },
                timer,
                faults::add);

        assertThat(commit.add(21).get(2, TimeUnit.SECONDS)).isEqualTo(42);
        assertThat(tries).hasSize(4).allMatch(group -> group.equals(List.of(21)));
        assertThat(faults).hasSize(3);
    }

    private static List<Integer> doubled(List<Integer> group) {
        return group.stream().map(i -> 2 * i).toList();
    }
}
