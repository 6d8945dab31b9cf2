package io.flames.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.local.process.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock between processes. */
class DataFolderIT {
    @TempDir
    Path temp;

    /** What another stack does. */
    static final class Holder {
        public static void main(String[] args) throws IOException {
            var folder = DataFolder.open(Path.of(args[0]), false);
            folder.heldBy("process " + ProcessHandle.current().pid());
            folder.port("kafka");
            System.out.println("held");
            System.in.read();
            folder.close();
        }
    }

    @Test
    void aFolderHeldByAnotherProcessIsRefusedUntilThatIsGone() throws Exception {
        var path = temp.resolve("data");
        var holder = new ProcessBuilder(
                        Installation.java(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        path.toString())
                .start();
        assertThat(holder.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("held");

        assertThatThrownBy(() -> DataFolder.open(path, true)).hasMessageContaining("process " + holder.pid());
        assertThat(path.resolve("ports.properties")).as("not emptied").exists();

        holder.destroyForcibly().waitFor();
        DataFolder.open(path, false).close();
    }
}
