package io.flames.scoring.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MemoryReadingsTest {
    @Test
    void theResidentSetIsInKibibytes() {
        assertThat(MemoryReadings.resident(Stream.of("VmHWM:\t  999 kB", "VmRSS:\t  200 kB", "Threads:\t7")))
                .hasValue(200 * 1024);
        assertThat(MemoryReadings.resident(Stream.of("Name:\tkthreadd"))).isEmpty();
    }

    @Test
    void aProcessIsSummedOverItsDevices() {
        var rows = List.of("4711, 512", "42, 100", "4711, 256");

        assertThat(MemoryReadings.ofProcess(rows, 4711)).hasValue(768L * 1024 * 1024);
        assertThat(MemoryReadings.ofProcess(rows, 7)).isEmpty();
    }

    @Test
    void whatIsNotToldIsNoNumber() {
        assertThat(MemoryReadings.ofProcess(List.of("4711, [N/A]", "No running processes found", ""), 4711))
                .isEmpty();
    }
}
