package io.flames.cli.scorer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs run in an installation that is elsewhere than the caller. */
class ScoringToolTest {
    private static final String ROOT = "flames.root";

    @TempDir
    private Path root;

    private String before = "";

    /** Says where it runs and what it was told. */
    public static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            System.out.print(Path.of("").toAbsolutePath() + " " + String.join(" ", arguments));
        }
    }

    @BeforeEach
    void install() throws IOException {
        var marker = root.resolve("deploy/local/target/classes/io/flames/local/servers/BrokerMain.class");
        Files.createDirectories(marker.getParent());
        Files.createFile(marker);
        var app = Files.createDirectories(root.resolve("scoring-service/target/quarkus-app/app"));
        var name = Program.class.getName().replace('.', '/') + ".class";
        try (var jar = new JarOutputStream(Files.newOutputStream(app.resolve("program.jar")));
                var code = requireNonNull(Program.class.getResourceAsStream("/" + name))) {
            jar.putNextEntry(new JarEntry(name));
            code.transferTo(jar);
        }
        before = System.getProperty(ROOT, "");
        System.setProperty(ROOT, root.toString());
    }

    @AfterEach
    void restore() {
        if (before.isEmpty()) {
            System.clearProperty(ROOT);
        } else {
            System.setProperty(ROOT, before);
        }
    }

    @Test
    void relativePathsAreTheCallers() throws Exception {
        var said = ScoringTool.output(Program.class.getName(), "64m", List.of("--out", "profile.json"));

        assertThat(said).isEqualTo(Path.of("").toAbsolutePath() + " --out profile.json");
    }

    @Test
    void textsAreTheInstallations() {
        assertThat(Path.of(ScoringTool.trainingTexts()))
                .isAbsolute()
                .isEqualTo(root.resolve("scoring-service/training/graded"));
    }

    @Test
    void theTrainerIsNotStartedWithoutItsLibraries() {
        assertThatThrownBy(() -> ScoringTool.output("io.flames.scoring.train.TrainerMain", "64m", List.of()))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("trainer.classpath: build it again");
    }
}
