package io.flames.cli.bench;

import io.flames.cli.CliException;

/** CPU time of a process: user and system, all threads, garbage collector and compiler too. */
final class Cpu {
    private static final double NANOS = 1e9;

    private Cpu() {}

    /** Seconds since the process began. */
    static double secondsOf(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(time -> time.toNanos() / NANOS)
                .orElseThrow(() -> new CliException("the CPU time of process " + pid + " cannot be read"));
    }
}
