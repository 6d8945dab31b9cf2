package io.flames.scoring.train.full;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressFileTest {
    @TempDir
    private Path folder;

    @Test
    void aLineThatCannotBeReadSpoilsNoOther() throws Exception {
        var told = new ProgressFile(folder);
        told.at(progress(Progress.VALIDATED, 1, 2));
        var line = Files.readString(folder.resolve(ProgressFile.NAME));
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
        for (String other : new String[] {
            line,
            "null\n",
            "[]\n",
            "\n",
            line.replace("validated", "dreaming"),
            line.replace("\"validated\"", "null"),
            line.replace("\"epoch\":1", "\"epoch\":7"),
            line.replace("\"step\":2", "\"step\":-2"),
            line.replace("\"at\"", "\"when\""),
            line.substring(0, 40)
        }) {
            bytes.writeBytes(other.getBytes(StandardCharsets.UTF_8));
        }
        Files.write(folder.resolve(ProgressFile.NAME), bytes.toByteArray());

        assertThat(ProgressFile.read(folder)).containsExactly(progress(Progress.VALIDATED, 1, 2));
    }

    private static Progress progress(String phase, int epoch, long step) {
        return new Progress(
                Instant.parse("2026-01-31T10:00:00Z"), phase, epoch, 3, step, 6, 8, 16, 0.5, 0.6, 0.7, 0.7, 12, 30);
    }
}
