package io.flames.scoring.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdealQueueTest {
    @Test
    void servesInOrderOfArrivalOnTheServerThatIsFreeFirst() {
        long[] latencies = IdealQueue.latencies(new long[] {0, 1, 2, 20}, new long[] {10, 4, 5, 5}, 2);

        assertThat(latencies).containsExactly(10, 4, 8, 5);
    }

    @Test
    void meanWaitIsThatOfTheTextbookQueue() {
        // M/M/1 at load 0.7: the mean time in the system is service / (1 - load) (Kleinrock 1975, section 3.2).
        int n = 400_000;
        var random = new Random(7);
        var arrivals = new long[n];
        var services = new long[n];
        double at = 0;
        for (int i = 0; i < n; i++) {
            at += -Math.log(1 - random.nextDouble()) * 1_000_000 / 0.7;
            arrivals[i] = (long) at;
            services[i] = (long) (-Math.log(1 - random.nextDouble()) * 1_000_000);
        }

        double mean = Arrays.stream(IdealQueue.latencies(arrivals, services, 1))
                .average()
                .orElseThrow();

        assertThat(mean).isCloseTo(1_000_000 / 0.3, within(150_000.0));
    }
}
