package io.flames.scoring.kserve;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.scoring.kserve.Rotation.Choice;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RotationTest {
    @Test
    void serversTakeTurns() {
        assertThat(turns(new Rotation(3), 6)).containsExactly(0, 1, 2, 0, 1, 2);
    }

    @Test
    void oneThatFailedSitsOutUntilItWorks() {
        var rotation = new Rotation(3);
        rotation.failed(0);

        assertThat(turns(rotation, 4)).containsExactly(1, 2, 1, 2);
        rotation.worked(0);
        assertThat(turns(rotation, 3)).containsExactly(0, 1, 2);
    }

    @Test
    void aCallGoesToAnotherServerAfterAFailure() {
        var rotation = new Rotation(2);
        int first = rotation.next(Set.of()).server();
        rotation.failed(first);

        assertThat(rotation.next(Set.of(first))).isEqualTo(new Choice(1 - first, false, true));
    }

    @Test
    void aServerThatWasNotTriedComesBeforeOneThatWas() {
        var rotation = new Rotation(2);
        rotation.failed(0);
        rotation.failed(0);
        rotation.failed(1);

        assertThat(rotation.next(Set.of(1))).isEqualTo(new Choice(0, true, false));
    }

    @Test
    void whenAllWereTriedTheOneWithTheFewestFailuresIsTriedAgain() {
        var rotation = new Rotation(2);
        rotation.failed(0);
        rotation.failed(0);
        rotation.failed(1);

        assertThat(rotation.next(Set.of(0, 1))).isEqualTo(new Choice(1, true, false));
    }

    @Test
    void pausesDoubleToTheLongest() {
        var rotation = new Rotation(1);

        assertThat(Stream.generate(() -> rotation.failed(0)).limit(8).map(Duration::toMillis))
                .containsExactly(200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 10_000L, 10_000L);
    }

    private static IntStream turns(Rotation rotation, int count) {
        return IntStream.range(0, count).map(i -> rotation.next(Set.of()).server());
    }
}
