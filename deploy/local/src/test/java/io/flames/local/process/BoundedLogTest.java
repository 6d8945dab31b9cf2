package io.flames.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedLogTest {
    @TempDir
    Path temp;

    @Test
    void aNewStartKeepsTheLogOfTheLast() throws IOException {
        var file = temp.resolve("logs/kafka.log");
        write(file, 1_000, "first");
        write(file, 1_000, "second");

        assertThat(file).hasContent("second");
        assertThat(temp.resolve("logs/kafka.log.1")).hasContent("first");
    }

    @Test
    void twoFilesOfTheBoundAreAllThereIs() throws IOException {
        var file = temp.resolve("kafka.log");
        var lines = new String[100];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = "line %04d".formatted(i);
        }
        write(file, 105, lines);

        try (var files = Files.list(temp)) {
            assertThat(files).hasSize(2).allSatisfy(each -> assertThat(Files.size(each))
                    .isLessThanOrEqualTo(105));
        }
        assertThat(Files.readAllLines(file)).endsWith("line 0099");
    }

    private static void write(Path file, long maxBytes, String... lines) throws IOException {
        try (var log = new BoundedLog(file, maxBytes)) {
            for (var line : lines) {
                log.line(line);
            }
        }
    }
}
