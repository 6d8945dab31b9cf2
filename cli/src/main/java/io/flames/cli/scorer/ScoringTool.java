package io.flames.cli.scorer;

import io.flames.cli.CliException;
import io.flames.local.process.Installation;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A program in scoring-service's jar, run as a process in this one's working folder, with its input and output. */
public final class ScoringTool {
    private static final String TRAINER = "io.flames.scoring.train.TrainerMain";

    private ScoringTool() {}

    /**
     * @param main its class
     * @param heap of its JVM, such as {@code 1g}
     * @return its exit code
     */
    public static int run(String main, String heap, List<String> arguments) throws IOException, InterruptedException {
        return process(main, heap, arguments).inheritIO().start().waitFor();
    }

    /**
     * The same with its output kept; its errors and progress go to this process's error output.
     *
     * @throws CliException when it does not end well
     */
    public static String output(String main, String heap, List<String> arguments)
            throws IOException, InterruptedException {
        var process = process(main, heap, arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new CliException(main.substring(main.lastIndexOf('.') + 1) + " ended with code " + code);
        }
        return output;
    }

    /**
     * The same with a taker of the lines that it prints; its errors go to this process's error output.
     *
     * @return its exit code
     */
    public static int lines(String main, String heap, List<String> arguments, Consumer<String> taker)
            throws IOException, InterruptedException {
        var process = process(main, heap, arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(taker);
        }
        return process.waitFor();
    }

    private static ProcessBuilder process(String main, String heap, List<String> arguments) {
        var root = Installation.find().root();
        var app = root.resolve("scoring-service/target/quarkus-app");
        if (!Files.isDirectory(app)) {
            throw new CliException("scoring-service is not built: run `mvn -DskipTests package` in " + root);
        }
        var command = new ArrayList<>(List.of(
                Installation.java(),
                "-Xmx" + heap,
                // Without it the libraries' logger says on start that it is missing.
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                classPath(app, main),
                main));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /** Texts that the shipped scorer was trained on: what programs read when nothing else is named. */
    public static String trainingTexts() {
        return Installation.find()
                .root()
                .resolve("scoring-service/training/graded")
                .toString();
    }

    private static String classPath(Path app, String main) {
        var own = String.join(File.pathSeparator, app + "/app/*", app + "/lib/main/*", app + "/lib/boot/*");
        return main.equals(TRAINER) ? own + File.pathSeparator + trainerLibraries(app) : own;
    }

    /** PyTorch and the encoder in fp32, which the build leaves where Maven has them: no package of the service has them. */
    private static String trainerLibraries(Path app) {
        var file = app.resolveSibling("trainer.classpath");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CliException("scoring-service was built without " + file + ": build it again");
        }
    }
}
