package io.flames.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path temp;

    @Test
    void aChildIsReadyWhenItSaysSoAndEndsWhenItsPipeCloses() {
        var child = start("echo ready; cat >/dev/null; echo bye");
        assertThat(child.awaitReady(SOON)).isEqualTo("ready");

        child.close();

        assertThat(child.onExit().join()).isZero();
        assertThat(temp.resolve("child.log")).content().contains("bye");
    }

    @Test
    void aChildThatWillNotEndIsKilled() {
        var child = start("trap '' TERM; echo ready; exec sleep 600");
        child.awaitReady(SOON);

        child.close();

        assertThat(child.onExit().join()).isEqualTo(137);
    }

    @Test
    void theLastWordsOfAChildThatFailedAreInTheMessage() {
        var child = start("echo some noise; echo 'the disk is on fire' >&2; exit 3");

        assertThatThrownBy(() -> child.awaitReady(SOON))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("child ended before it was ready")
                .hasMessageContaining("the disk is on fire")
                .hasMessageContaining("child.log");
    }

    @Test
    void aChildThatIsNeverReadyIsStoppedAndNamed() {
        var child = start("cat >/dev/null");

        assertThatThrownBy(() -> child.awaitReady(() -> false, Duration.ofMillis(10), Duration.ofMillis(300)))
                .hasMessageContaining("child was not ready")
                .hasMessageContaining("child.log");
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void aChildMayBeToldOnlyWhatItNeeds() {
        var child = start("echo \"ready $GREETING ${HOME:-no home}\"; cat >/dev/null");

        assertThat(child.awaitReady(SOON)).isEqualTo("ready hello no home");
        child.close();
    }

    private ChildProcess start(String script) {
        return ChildProcess.start(new ChildProcess.Spec(
                "child",
                List.of("sh", "-c", script),
                Map.of("GREETING", "hello", "PATH", System.getenv("PATH")),
                false,
                temp,
                temp.resolve("child.log"),
                line -> line.startsWith("ready"),
                Duration.ofSeconds(2)));
    }
}
