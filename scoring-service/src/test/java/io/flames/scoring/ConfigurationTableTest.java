package io.flames.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every configuration key stands in the README's table, with its default. */
class ConfigurationTableTest {
    static Method[] keys() {
        return ScoringConfig.class.getDeclaredMethods();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void theKeyIsDocumented(Method key) throws IOException {
        String readme = Files.readString(Path.of(System.getProperty("flames.root"), "scoring-service/README.md"));
        String name = key.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
        var byDefault = key.getAnnotation(WithDefault.class);

        assertThat(readme.lines().filter(line -> line.startsWith("| `" + name + "` |")))
                .as("README row of %s", name)
                .hasSize(1)
                .allMatch(line -> byDefault == null || line.contains("| " + byDefault.value() + " |"));
    }
}
