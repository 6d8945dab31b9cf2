package io.flames.scoring.registry;

import io.flames.scoring.ScoringConfig;
import io.flames.scoring.registry.store.FileStore;
import io.flames.scoring.registry.store.Sha256;
import io.flames.scoring.registry.store.StoredFile;
import io.flames.scoring.registry.store.StoredVersion;
import io.flames.scoring.registry.store.VersionStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;

/**
 * The files of registered versions on this machine's disk: a folder a version, named by the scorer's digest. Whatever lies
 * there is measured before it is used.
 */
@ApplicationScoped
class ArtefactCache {
    private final VersionStore versions;
    private final FileStore files;
    private final Path root;

    ArtefactCache(VersionStore versions, FileStore files, ScoringConfig config) {
        this.versions = versions;
        this.files = files;
        this.root = config.registry()
                .cache()
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "flames-scorers"));
    }

    /**
     * The folder with the version's files, read from the registry where they are not there already.
     *
     * @throws IOException when they cannot be written, or are not what was registered
     */
    Path folderOf(StoredVersion version) throws IOException {
        var folder = Files.createDirectories(root.resolve(version.identity().digest()));
        for (StoredFile file : versions.filesOf(version.id())) {
            var path = folder.resolve(file.name());
            if (!isThere(path, file)) {
                fetch(file, path);
            }
        }
        return folder;
    }

    private static boolean isThere(Path path, StoredFile file) throws IOException {
        return Files.isRegularFile(path)
                && Files.size(path) == file.bytes()
                && Sha256.of(path).equals(file.sha256());
    }

    /** Seen whole or not at all, by another process too. */
    private void fetch(StoredFile file, Path path) throws IOException {
        var part = Files.createTempFile(root, "part-", "");
        try {
            files.read(file, part);
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** A folder for files on their way in; delete it afterwards. */
    Path temporary() throws IOException {
        return Files.createTempDirectory(Files.createDirectories(root), "upload-");
    }

    void drop(StoredVersion version) {
        delete(root.resolve(version.identity().digest()));
    }

    static void delete(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
