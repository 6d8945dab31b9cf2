package io.flames.cli.train;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.flames.cli.Captured;
import io.flames.scoring.train.TrainerMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the training process is told. */
class TrainCommandTest {
    private static final String ROOT = "flames.root";

    @TempDir
    private Path root;

    private String before = "";

    @BeforeEach
    void install() throws IOException {
        var marker = root.resolve("deploy/local/target/classes/io/flames/local/servers/BrokerMain.class");
        Files.createDirectories(marker.getParent());
        Files.createFile(marker);
        var app = Files.createDirectories(root.resolve("scoring-service/target/quarkus-app/app"));
        Files.writeString(root.resolve("scoring-service/target/trainer.classpath"), "pytorch.jar");
        var name = TrainerMain.class.getName().replace('.', '/') + ".class";
        try (var jar = new JarOutputStream(Files.newOutputStream(app.resolve("program.jar")));
                var code = requireNonNull(TrainerMain.class.getResourceAsStream("/" + name))) {
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
    void itReportsToTheFlamesAtUrlUnlessItIsNotTo() {
        var reporting = new Captured();
        var silent = new Captured();

        assertThat(reporting.run("train", "--data", "my-data", "--url", "http://flames.test:8080"))
                .isZero();
        assertThat(silent.run("train", "--data", "my-data", "--mode", "full", "--resume", "--no-report"))
                .isZero();

        assertThat(reporting.out().strip())
                .isEqualTo("told --data my-data --mode heads --progress-lines --report http://flames.test:8080");
        assertThat(silent.out().strip())
                .isEqualTo("told --data my-data --mode full --progress-lines --set resume=true");
    }
}
