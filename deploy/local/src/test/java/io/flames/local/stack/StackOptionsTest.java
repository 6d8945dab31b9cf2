package io.flames.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackOptionsTest {
    private static final Path HOME = Path.of("/home/someone");

    @Test
    void dataAreKeptInFlamesHomeOrElseInTheUsersHome() {
        assertThat(StackOptions.defaultDataDir(Map.of("FLAMES_HOME", "/srv/flames"), HOME))
                .isEqualTo(Path.of("/srv/flames/data"));
        assertThat(StackOptions.defaultDataDir(Map.of("FLAMES_HOME", " "), HOME))
                .isEqualTo(Path.of("/home/someone/.flames/data"));
        assertThat(StackOptions.defaultDataDir(Map.of(), HOME)).isEqualTo(Path.of("/home/someone/.flames/data"));
    }

    @Test
    void aRelativeFolderIsMadeAbsolute() {
        assertThat(StackOptions.defaults().withDataDir(Path.of("a/../b")).dataDir())
                .isEqualTo(Path.of("b").toAbsolutePath());
    }

    @Test
    void impossiblePortsAreRefused() {
        assertThatThrownBy(() -> StackOptions.defaults().withPort(65_536)).hasMessageContaining("65536");
        assertThatThrownBy(() -> StackOptions.defaults().withPort(-1)).hasMessageContaining("-1");
    }
}
