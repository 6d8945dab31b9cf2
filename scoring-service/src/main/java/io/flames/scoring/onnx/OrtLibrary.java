package io.flames.scoring.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Loads ONNX Runtime once and cleans up behind it: its loader unpacks 24 MB into a folder of its own and leaves that
 * folder behind. A loaded library needs its file no more (Linux), so that file and folder go at once.
 */
final class OrtLibrary {
    private static final Path MAPS = Path.of("/proc/self/maps");

    private OrtLibrary() {}

    static OrtEnvironment environment() {
        return Loaded.ENVIRONMENT;
    }

    private static final class Loaded {
        private static final OrtEnvironment ENVIRONMENT = load();

        private static OrtEnvironment load() {
            var environment = OrtEnvironment.getEnvironment();
            if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
                // A build for GPUs unpacks its providers into that folder when a device is opened.
                unpackedFolders().forEach(Loaded::delete);
            }
            return environment;
        }

        /** Those that this very process has mapped its library from; another process' folder is not touched. */
        private static List<Path> unpackedFolders() {
            if (!Files.isReadable(MAPS)) {
                return List.of();
            }
            try (Stream<String> lines = Files.lines(MAPS)) {
                return lines.filter(line -> line.contains("/onnxruntime-java") && !line.endsWith("(deleted)"))
                        .map(line -> Path.of(line.substring(line.indexOf('/'))).getParent())
                        .distinct()
                        .toList();
            } catch (IOException e) {
                return List.of();
            }
        }

        private static void delete(Path folder) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
                Files.deleteIfExists(folder);
            } catch (IOException e) {
                // Left to the system's own cleaning of the temporary folder; scoring does not depend on it.
                folder.toFile().deleteOnExit();
            }
        }
    }
}
