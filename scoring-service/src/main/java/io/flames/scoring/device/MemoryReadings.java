package io.flames.scoring.device;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What the system says about memory, read. Pure. */
final class MemoryReadings {
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;

    private MemoryReadings() {}

    /**
     * @param status lines of {@code /proc/self/status}
     * @return resident set in bytes
     */
    static OptionalLong resident(Stream<String> status) {
        return status.filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .filter(digits -> !digits.isEmpty())
                .mapToLong(digits -> Long.parseLong(digits) * KIB)
                .findFirst();
    }

    /**
     * @param rows of {@code nvidia-smi --query-compute-apps=pid,used_memory --format=csv,noheader,nounits}: process, MiB
     * @return bytes of the process, over all its devices; empty where it is not among them or its use is not told
     */
    static OptionalLong ofProcess(List<String> rows, long pid) {
        var used = rows.stream()
                .map(row -> row.split(","))
                .filter(cells -> cells.length == 2 && cells[0].strip().equals(String.valueOf(pid)))
                .map(cells -> cells[1].strip())
                .filter(mebibytes -> mebibytes.matches("\\d{1,12}"))
                .mapToLong(mebibytes -> Long.parseLong(mebibytes) * MIB)
                .toArray();
        return used.length == 0
                ? OptionalLong.empty()
                : OptionalLong.of(Arrays.stream(used).sum());
    }
}
