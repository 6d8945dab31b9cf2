package io.flames.scoring.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    @Test
    void oneStreamIsServedInOrderOfArrival() {
        var queue = new FairQueue<Integer>();
        for (int i = 0; i < 5; i++) {
            queue.add("a", 5 - i, i);
        }

        assertThat(drain(queue)).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void whoSendsMuchWaitsForItself() {
        var queue = new FairQueue<String>();
        for (int i = 0; i < 100; i++) {
            queue.add("greedy", 10, "greedy");
        }
        queue.add("modest", 10, "modest");

        assertThat(drain(queue).indexOf("modest")).isLessThanOrEqualTo(1);
    }

    @Test
    void streamsShareByCostNotByNumber() {
        var queue = new FairQueue<String>();
        for (int i = 0; i < 40; i++) {
            queue.add("long", 4, "long");
            queue.add("short", 1, "short");
        }

        var half = drain(queue).subList(0, 20);

        assertThat(half.stream().filter("short"::equals).count()).isEqualTo(16);
    }

    @Test
    void whoComesBackDoesNotCollectCreditForItsAbsence() {
        var queue = new FairQueue<String>();
        for (int i = 0; i < 10; i++) {
            queue.add("steady", 1, "steady");
        }
        for (int i = 0; i < 5; i++) {
            queue.remove(queue.first(1).get(0));
        }
        for (int i = 0; i < 5; i++) {
            queue.add("late", 1, "late");
        }

        assertThat(drain(queue).subList(0, 6).stream().filter("late"::equals).count())
                .isBetween(2L, 4L);
    }

    @Test
    void oneAtATimeDoesNotStarveABacklog() {
        var queue = new FairQueue<String>();
        for (int i = 0; i < 10; i++) {
            queue.add("backlog", 1, "backlog");
        }
        // Two that send their next request as soon as the last one is taken.
        queue.add("quick-1", 1, "quick-1");
        queue.add("quick-2", 1, "quick-2");
        var served = new ArrayList<String>();
        for (int i = 0; i < 30; i++) {
            var first = queue.first(1).get(0);
            queue.remove(first);
            served.add(first.item());
            if (!first.item().equals("backlog")) {
                queue.add(first.stream(), 1, first.item());
            }
        }

        assertThat(served.stream().filter("backlog"::equals).count()).isEqualTo(10);
    }

    @Test
    void streamsThatAreGoneAreForgotten() {
        var queue = new FairQueue<Integer>();
        queue.add("long", 1_000_000, 0);
        queue.add("long", 1, 1);
        for (int i = 0; i < 1_000; i++) {
            queue.add("short " + i, 1 + i % 7, i);
            queue.remove(queue.first(1).get(0));
        }
        drain(queue);

        assertThat(queue.streams()).isZero();
    }

    @Property
    void noBacklogLagsBehindAnotherByMoreThanTheirLargestItems(
            @ForAll @Size(min = 2, max = 60) List<@IntRange(min = 1, max = 50) Integer> costs) {
        var queue = new FairQueue<Map.Entry<Integer, Integer>>();
        for (int i = 0; i < costs.size(); i++) {
            queue.add(i % 3, costs.get(i), Map.entry(i % 3, costs.get(i)));
        }
        var served = new HashMap<Integer, Integer>();
        var left = new HashMap<Integer, Integer>();
        for (int i = 0; i < costs.size(); i++) {
            left.merge(i % 3, 1, Integer::sum);
        }
        while (!queue.isEmpty()) {
            var first = queue.first(1).get(0);
            queue.remove(first);
            served.merge(first.item().getKey(), first.item().getValue(), Integer::sum);
            left.merge(first.item().getKey(), -1, Integer::sum);
            // Goyal, Vin and Cheng 1996, theorem 1: the bound for two streams that both have work.
            for (int a : left.keySet()) {
                for (int b : left.keySet()) {
                    if (left.get(a) > 0 && left.get(b) > 0) {
                        assertThat(Math.abs(served.getOrDefault(a, 0) - served.getOrDefault(b, 0)))
                                .isLessThanOrEqualTo(100);
                    }
                }
            }
        }
    }

    private static <T> List<T> drain(FairQueue<T> queue) {
        var order = new ArrayList<T>();
        while (!queue.isEmpty()) {
            var first = queue.first(1).get(0);
            queue.remove(first);
            order.add(first.item());
        }
        return order;
    }
}
