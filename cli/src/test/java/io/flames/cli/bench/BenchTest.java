package io.flames.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.cli.bench.BenchCommand.Cost;
import io.flames.cli.bench.BenchCommand.Load;
import io.flames.cli.bench.BenchCommand.Measurement;
import io.flames.cli.bench.BenchCommand.Spread;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BenchTest {
    @TempDir
    private Path folder;

    @Test
    void theIdealIsFullRoundsOfTheLatency() {
        assertThat(new Load(1000, 100, 100).idealSeconds()).isEqualTo(1.0);
        assertThat(new Load(1001, 100, 100).idealSeconds()).isEqualTo(1.1);
        assertThat(new Load(5, 100, 100).idealSeconds()).isEqualTo(0.1);
    }

    @Test
    void medianAndSpread() {
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
        assertThat(Spread.of(List.of(4.0, 1.0))).isEqualTo(new Spread(2.5, 1, 4));
    }

    @Test
    void fieldsHaveTheirNames() {
        var fields = new Measurement(1, new Cost(2, 3), new Cost(4, 5)).fields();

        assertThat(fields.keySet())
                .containsExactly("ideal_wall_s", "client_wall_s", "client_cpu_s", "flames_wall_s", "flames_cpu_s");
        assertThat(fields.values()).containsExactly(1.0, 2.0, 3.0, 4.0, 5.0);
    }

    @Test
    void theBareClientMakesAllCallsWithTheGivenNumberInFlight() throws Exception {
        var load = new Load(40, 50, 10);
        try (var endpoint = Endpoint.start(folder, load.latencyMs());
                var client = new BareClient(endpoint.url(), load)) {
            client.measure();

            var cost = client.measure();

            assertThat(cost.wallSeconds())
                    .isGreaterThanOrEqualTo(load.idealSeconds())
                    .isLessThan(20 * load.idealSeconds());
            assertThat(cost.cpuSeconds()).isGreaterThanOrEqualTo(0);
            assertThat(endpoint.child().isAlive()).isTrue();
        }
    }

    @Test
    void theEndpointEndsWithItsPipe() {
        var endpoint = Endpoint.start(folder, 0);

        endpoint.close();

        assertThat(endpoint.child().isAlive()).isFalse();
    }

    @Test
    void theCpuOfThisProcessGrows() {
        long pid = ProcessHandle.current().pid();

        assertThat(Cpu.secondsOf(pid)).isPositive();
    }
}
