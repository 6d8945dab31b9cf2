package io.flames.local.stack;

import io.flames.local.process.Folders;
import io.flames.local.process.FreePorts;
import io.flames.local.process.LocalStackException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder that survives restarts, held by one stack at a time. A marker file tells it from other folders, so that
 * {@code --fresh} never empties somebody's home.
 *
 * <p>Layout: {@code flames-data} (the marker), {@code lock}, {@code holder} (who holds it), {@code ports.properties},
 * {@code kafka/}, {@code postgres/}, {@code annotators/}, {@code programs/} (unpacked PostgreSQL), {@code logs/}.
 */
final class DataFolder implements AutoCloseable {
    private static final String MARKER = "flames-data";
    private static final String LOCK = "lock";
    private static final String HOLDER = "holder";
    private static final long ENOUGH_BYTES = 500L << 20;

    private static final Set<Path> HELD_BY_THIS_JVM = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileLock lock;
    private final Properties ports = new Properties();

    private DataFolder(Path path, FileLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Takes the folder, and empties it when {@code fresh}.
     *
     * @throws LocalStackException when it is not ours, held by another stack, not writable, or on a full disk
     */
    static DataFolder open(Path folderPath, boolean fresh) {
        var path = folderPath.toAbsolutePath().normalize();
        try {
            requireOurs(path);
            Files.createDirectories(path);
            Files.writeString(path.resolve(MARKER), "Data of Flames, format 1\n");
            var folder = new DataFolder(path, locked(path));
            folder.prepare(fresh);
            return folder;
        } catch (IOException e) {
            throw new LocalStackException("cannot use the data folder " + path + ": " + e, e);
        }
    }

    private static void requireOurs(Path path) throws IOException {
        if (!Files.exists(path) || Files.exists(path.resolve(MARKER))) {
            return;
        }
        if (!Files.isDirectory(path)) {
            throw new LocalStackException(path + " is not a folder: choose another with --data-dir");
        }
        try (var files = Files.list(path)) {
            if (files.findAny().isPresent()) {
                throw new LocalStackException(
                        path + " holds other files and is no data folder of Flames: choose another with --data-dir");
            }
        }
    }

    /**
     * The lock belongs to the process: the kernel gives it back however the process ends, but also when the process
     * closes any other descriptor of the same file. So nobody else in this JVM may open it, and it holds no text.
     */
    private static FileLock locked(Path path) throws IOException {
        if (!HELD_BY_THIS_JVM.add(path)) {
            throw inUse(path);
        }
        var channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            HELD_BY_THIS_JVM.remove(path);
            throw inUse(path);
        }
        return lock;
    }

    private static LocalStackException inUse(Path path) throws IOException {
        var file = path.resolve(HOLDER);
        var holder = Files.exists(file) ? " (" + Files.readString(file).strip() + ")" : "";
        return new LocalStackException("the data folder " + path + " is in use by another stack" + holder
                + ": stop that one, or choose another with --data-dir");
    }

    private void prepare(boolean fresh) throws IOException {
        if (fresh) {
            empty();
        }
        long free = Files.getFileStore(path).getUsableSpace();
        if (free < ENOUGH_BYTES) {
            close();
            throw new LocalStackException("only " + (free >> 20) + " MB are free on the disk of " + path
                    + ", Flames wants " + (ENOUGH_BYTES >> 20) + " MB: make room, or choose another --data-dir");
        }
        Files.createDirectories(logs());
        var file = path.resolve("ports.properties");
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file)) {
                ports.load(in);
            }
        }
    }

    /** All but the marker, the lock, and the programs, which are the same every time. */
    private void empty() throws IOException {
        try (var files = Files.list(path)) {
            for (var file : files.toList()) {
                switch (file.getFileName().toString()) {
                    case MARKER, LOCK, HOLDER, "programs" -> {}
                    default -> Folders.delete(file);
                }
            }
        }
    }

    /** Writes down who holds it, for the one who finds it taken. */
    void heldBy(String holder) {
        try {
            Files.writeString(path.resolve(HOLDER), holder + "\n");
        } catch (IOException e) {
            throw new LocalStackException("cannot write to " + path + ": " + e.getMessage(), e);
        }
    }

    /**
     * The port that this child had last time when it is still free, else another: targets, once added, are known by
     * their URL.
     */
    int port(String child) {
        int port = FreePorts.preferably(Integer.parseInt(ports.getProperty(child, "0")));
        ports.setProperty(child, String.valueOf(port));
        try (var out = Files.newBufferedWriter(path.resolve("ports.properties"))) {
            ports.store(out, "Ports on 127.0.0.1, kept from start to start where they are free");
        } catch (IOException e) {
            throw new LocalStackException("cannot write to " + path + ": " + e.getMessage(), e);
        }
        return port;
    }

    Path kafka() {
        return path.resolve("kafka");
    }

    Path postgres() {
        return path.resolve("postgres");
    }

    Annotators annotators() {
        return new Annotators(path.resolve("annotators"));
    }

    Path programs() {
        return path.resolve("programs");
    }

    Path logs() {
        return path.resolve("logs");
    }

    Path log(String child) {
        return logs().resolve(child + ".log");
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path.resolve(HOLDER));
            lock.acquiredBy().close();
        } catch (IOException e) {
            // The kernel takes it back when this process ends.
        } finally {
            HELD_BY_THIS_JVM.remove(path);
        }
    }
}
