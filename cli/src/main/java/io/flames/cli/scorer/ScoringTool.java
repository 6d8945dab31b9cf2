package io.flames.cli.scorer;

import io.flames.cli.CliException;
import io.flames.local.process.Installation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program in scoring-service's jar, run as a process with this one's input and output. */
final class ScoringTool {
    private ScoringTool() {}

    /**
     * @param main its class
     * @param heap of its JVM, such as {@code 1g}
     * @return its exit code
     */
    static int run(String main, String heap, List<String> arguments) throws IOException, InterruptedException {
        var root = Installation.find().root();
        var app = root.resolve("scoring-service/target/quarkus-app");
        if (!Files.isDirectory(app)) {
            throw new CliException("scoring-service is not built: run `mvn -DskipTests package` in " + root);
        }
        var command = new ArrayList<>(List.of(Installation.java(), "-Xmx" + heap, "-cp", classPath(app), main));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .directory(root.toFile())
                .inheritIO()
                .start()
                .waitFor();
    }

    private static String classPath(Path app) {
        return String.join(File.pathSeparator, app + "/app/*", app + "/lib/main/*", app + "/lib/boot/*");
    }
}
