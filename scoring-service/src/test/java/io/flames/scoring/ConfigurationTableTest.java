package io.flames.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every configuration key stands in the README's table, with its default. */
class ConfigurationTableTest {
    static Stream<Arguments> keys() {
        return keys("", ScoringConfig.class);
    }

    /** Those of nested groups too: {@code scorers.NAME.onnx.weights}. */
    private static Stream<Arguments> keys(String prefix, Class<?> group) {
        return Stream.of(group.getDeclaredMethods()).flatMap(key -> {
            String name = prefix + key.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (key.getName().equals("scorers")) {
                return keys(name + ".NAME.", ScorerSettings.class);
            }
            return key.getReturnType().getPackageName().equals(group.getPackageName())
                    ? keys(name + ".", key.getReturnType())
                    : Stream.of(arguments(name, Optional.ofNullable(key.getAnnotation(WithDefault.class))));
        });
    }

    @ParameterizedTest
    @MethodSource("keys")
    void theKeyIsDocumented(String name, Optional<WithDefault> byDefault) throws IOException {
        String readme = Files.readString(Path.of(System.getProperty("flames.root"), "scoring-service/README.md"));

        assertThat(readme.lines().filter(line -> line.startsWith("| `" + name + "` |")))
                .as("README row of %s", name)
                .hasSize(1)
                .allMatch(line -> byDefault.isEmpty()
                        || line.contains("| " + byDefault.get().value() + " |"));
    }
}
