package io.flames.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's table is what people configure by. */
class ReportConfigTest {
    static Iterable<Method> keys() {
        return Arrays.asList(ReportConfig.class.getDeclaredMethods());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void everyKeyIsInTheReadmeWithItsDefault(Method key) throws IOException {
        var name = "flames.report." + key.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        var standard = key.getAnnotation(WithDefault.class).value();

        assertThat(Files.readString(Path.of("README.md"))).contains("| `" + name + "` | " + standard + " |");
    }
}
