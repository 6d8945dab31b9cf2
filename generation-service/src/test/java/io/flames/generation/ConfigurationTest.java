package io.flames.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    @Test
    void everyKeyIsInTheReadmesTable() throws Exception {
        var readme = Files.readString(readme());
        var keys = keys("flames.generation", GenerationConfig.class);
        assertThat(keys).hasSizeGreaterThan(20);
        assertThat(keys).allSatisfy(key -> assertThat(readme).contains("`" + key + "`"));
    }

    @Test
    void everyMetricIsInTheReadmesTable() throws Exception {
        var readme = Files.readString(readme());
        var named = new ArrayList<String>();
        try (var sources = Files.walk(readme().resolveSibling("src/main/java"))) {
            for (var source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                var matcher =
                        Pattern.compile("\"(flames\\.generation\\.[a-z.]+)\"").matcher(Files.readString(source));
                while (matcher.find()) {
                    named.add(matcher.group(1));
                }
            }
        }
        assertThat(named).hasSizeGreaterThan(8);
        assertThat(named).allSatisfy(metric -> assertThat(readme).contains("`" + metric + "`"));
    }

    private static Path readme() {
        var root = System.getProperty("flames.root", "..");
        return Path.of(root, "generation-service", "README.md");
    }

    private static List<String> keys(String prefix, Class<?> mapping) {
        var keys = new ArrayList<String>();
        for (Method method : mapping.getDeclaredMethods()) {
            var key =
                    prefix + "." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (method.getReturnType().isInterface()
                    && method.getReturnType().getEnclosingClass() == GenerationConfig.class) {
                keys.addAll(keys(key, method.getReturnType()));
            } else {
                keys.add(key);
            }
        }
        return keys;
    }
}
