package io.flames.e2e.stack;

import io.flames.e2e.Project;
import io.flames.local.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A stack that several test classes of one JVM use, one after the other: a start costs about a minute of CPU. It ends
 * with the JVM; its data are deleted then, its logs are left in target/stacks.
 */
abstract class SharedStack {
    private final String name;
    private final Path folder;
    private @Nullable FlamesProcess running;

    SharedStack(String name) {
        this.name = name;
        this.folder = temporaryFolder();
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end-" + name));
    }

    /** Returns when the stack can be used. */
    abstract FlamesProcess start(Path folder);

    /** Started at the first call, and at the first one after its end. */
    final synchronized FlamesProcess get() {
        if (running == null || !running.process().isAlive()) {
            running = start(folder);
        }
        return running;
    }

    private synchronized void end() {
        if (running != null) {
            running.close();
        }
        try {
            keepLogs();
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keepLogs() throws IOException {
        var logs = folder.resolve("data/logs");
        if (!Files.exists(logs)) {
            return;
        }
        var kept = Files.createDirectories(Project.file("deploy/e2e/target/stacks/" + name));
        try (var files = Files.list(logs)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, kept.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("flames-e2e");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
