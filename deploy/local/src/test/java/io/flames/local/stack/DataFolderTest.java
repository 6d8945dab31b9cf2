package io.flames.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.local.process.LocalStackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path temp;

    @Test
    void aFolderIsHeldByOneStackAndTellsTheOtherByWhom() {
        var path = temp.resolve("data");
        try (var first = DataFolder.open(path, false)) {
            first.heldBy("process 4711, http://localhost:8080");

            assertThatThrownBy(() -> DataFolder.open(path, true))
                    .isInstanceOf(LocalStackException.class)
                    .hasMessageContaining("process 4711, http://localhost:8080");
        }
        DataFolder.open(path, false).close();
        assertThat(path.resolve("holder")).doesNotExist();
    }

    @Test
    void freshEmptiesIt() throws IOException {
        var path = temp.resolve("data");
        DataFolder.open(path, false).close();
        Files.createDirectories(path.resolve("kafka/topic"));
        Files.writeString(path.resolve("kafka/topic/log"), "old");
        Files.createDirectories(path.resolve("programs"));

        try (var folder = DataFolder.open(path, true)) {
            assertThat(folder.kafka()).doesNotExist();
            assertThat(folder.programs()).isDirectory();
            assertThat(folder.logs()).isDirectory();
        }
    }

    @Test
    void somebodyElsesFolderIsLeftAlone() throws IOException {
        Files.writeString(temp.resolve("thesis.txt"), "precious");

        assertThatThrownBy(() -> DataFolder.open(temp, true))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("--data-dir");
        assertThat(temp.resolve("thesis.txt")).hasContent("precious");
        assertThat(temp).isDirectoryNotContaining("glob:**flames-data");
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        var file = Files.writeString(temp.resolve("file"), "x");

        assertThatThrownBy(() -> DataFolder.open(file, false)).hasMessageContaining("is not a folder");
    }

    @Test
    void aChildKeepsItsPort() {
        var path = temp.resolve("data");
        int port;
        try (var folder = DataFolder.open(path, false)) {
            port = folder.port("sample-targets");
        }
        try (var folder = DataFolder.open(path, false)) {
            assertThat(port).isBetween(20_000, 32_000);
            assertThat(folder.port("kafka")).isNotEqualTo(port);
        }
        assertThat(path.resolve("ports.properties")).content().contains("sample-targets=" + port);
    }
}
