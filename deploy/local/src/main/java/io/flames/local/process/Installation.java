package io.flames.local.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the build put what child processes run on. Found by the system property {@code flames.root}, else by walking up
 * from this class's own location, else from the working folder: test JVMs of other modules may have this class from the
 * local Maven repository, which holds no broker.
 *
 * @param root the folder of the parent pom
 */
public record Installation(Path root) {
    private static final String CLASSES = "deploy/local/target/classes/io/flames/local/servers/BrokerMain.class";

    /** @throws LocalStackException when nothing built is found; its message says what to do */
    public static Installation find() {
        return candidates()
                .flatMap(start -> Stream.iterate(start, path -> path != null, Path::getParent))
                .filter(path -> Files.exists(path.resolve(CLASSES)))
                .findFirst()
                .map(Installation::new)
                .orElseThrow(() -> new LocalStackException(
                        "Flames is not built here: run `mvn -q package -DskipTests` in the project's folder, or name that"
                                + " folder with -Dflames.root="));
    }

    private static Stream<Path> candidates() {
        return Stream.of(
                        Optional.ofNullable(System.getProperty("flames.root")).map(Path::of),
                        ownLocation(),
                        Optional.of(Path.of("")))
                .flatMap(Optional::stream)
                .map(Path::toAbsolutePath)
                .map(Path::normalize);
    }

    private static Optional<Path> ownLocation() {
        try {
            var source = Installation.class.getProtectionDomain().getCodeSource();
            return source == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException notAFile) {
            return Optional.empty();
        }
    }

    /** {@code deploy/local/target}: classes, lib and the cache of unpacked servers. */
    public Path localTarget() {
        return root.resolve("deploy/local/target");
    }

    /** The library jars of child processes, sorted, so that their class path is always the same. */
    public List<Path> libraries() {
        try (var files = Files.list(localTarget().resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class path of child processes of this module: its own classes, contracts, then the libraries. */
    public String classPath() {
        var entries = new ArrayList<Path>();
        entries.add(localTarget().resolve("classes"));
        entries.add(root.resolve("contracts/target/classes"));
        entries.addAll(libraries());
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** The java executable that runs this JVM: children run on the same one. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
