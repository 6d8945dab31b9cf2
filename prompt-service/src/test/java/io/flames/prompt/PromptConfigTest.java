package io.flames.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table in README.md is what the interface says, key by key and default by default. */
class PromptConfigTest {
    private static final String PREFIX = "flames.prompt";

    @Test
    void everyKeyIsDocumentedWithItsDefault() throws IOException {
        Map<String, String> documented = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("| `" + PREFIX + ".") && line.split("\\|").length == 4)
                .map(line -> line.split("\\|"))
                .filter(cells -> !cells[2].strip().matches("counter|gauge|timer|summary"))
                .collect(Collectors.toMap(cells -> cells[1].strip().replace("`", ""), cells -> cells[2].strip()));

        assertThat(documented).isEqualTo(declared(PREFIX, PromptConfig.class));
    }

    @Test
    void defaultsAreReadable() {
        var config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(PromptConfig.class)
                .build()
                .getConfigMapping(PromptConfig.class);

        assertThat(config.importing().maxPromptBytes())
                .isLessThan(config.importing().maxLineBytes());
        assertThat(config.relay().minBackoff())
                .isPositive()
                .isLessThan(config.relay().maxBackoff());
    }

    private static Map<String, String> declared(String prefix, Class<?> type) {
        var keys = new TreeMap<String, String>();
        Arrays.stream(type.getDeclaredMethods())
                .flatMap(method -> entries(prefix, method))
                .forEach(entry -> keys.put(entry.getKey(), entry.getValue()));
        return keys;
    }

    private static Stream<Map.Entry<String, String>> entries(String prefix, Method method) {
        String key =
                prefix + "." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        WithDefault given = method.getAnnotation(WithDefault.class);
        if (given != null) {
            return Stream.of(Map.entry(key, given.value().replace("PT", "")));
        }
        return declared(key, method.getReturnType()).entrySet().stream();
    }
}
