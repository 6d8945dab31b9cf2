package io.flames.cli.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.cli.FlamesCommand;
import io.flames.cli.console.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file larger than the command's heap. {@code -Dflames.score.lines=1000000 -Dflames.score.chars=60} measures another;
 * time and highest resident memory (Linux) are printed.
 */
@Timeout(600)
class ScoreMemoryTest {
    private static final int LINES = Integer.getInteger("flames.score.lines", 40_000);
    private static final int CHARS = Integer.getInteger("flames.score.chars", 2_000);
    private static final int HEAP_MIB = 48;

    @TempDir
    private Path folder;

    @Test
    void aFileLargerThanTheHeapIsScored() throws Exception {
        var file = folder.resolve("large.jsonl");
        write(file);
        try (var peer = new ScoringPeer(0)) {
            peer.forgetful();
            long begun = System.nanoTime();
            var child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx" + HEAP_MIB + "m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            FlamesCommand.class.getName(),
                            "score",
                            file.toString(),
                            "--scoring",
                            peer.address())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            long highest = 0;
            while (!child.waitFor(200, TimeUnit.MILLISECONDS)) {
                highest = Math.max(highest, highestResidentKib(child.pid()));
            }
            System.out.printf(
                    "%d lines, %d bytes: %.1f s, highest resident memory %d KiB, heap limit %d MiB%n",
                    LINES, Files.size(file), (System.nanoTime() - begun) / 1e9, highest, HEAP_MIB);

            assertThat(child.exitValue()).as(() -> said()).isZero();
            assertThat(peer.seen()).isEqualTo(LINES);
            assertThat(peer.mostInFlight()).isLessThanOrEqualTo(256);
            try (var lines = Files.lines(folder.resolve("large_predicted.jsonl"))) {
                assertThat(lines.count()).isEqualTo(LINES);
            }
        }
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void write(Path file) throws IOException {
        var prompt = "问".repeat(Math.max(1, CHARS / 3));
        try (var out = Files.newBufferedWriter(file)) {
            for (int id = 0; id < LINES; id++) {
                out.write(Json.line(Json.object()
                        .put("id", id)
                        .put("dimension", "Safety")
                        .put("prompt", prompt)
                        .put("response", String.valueOf(1 + id % 3))));
                out.write('\n');
            }
        }
    }

    private static long highestResidentKib(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException goneOrNotLinux) {
            return 0;
        }
    }
}
