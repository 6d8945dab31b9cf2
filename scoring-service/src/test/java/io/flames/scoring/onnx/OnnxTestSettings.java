package io.flames.scoring.onnx;

import io.flames.scoring.ScoringConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** Settings with a scorer of kind onnx, read as the service reads its own. */
public final class OnnxTestSettings {
    private OnnxTestSettings() {}

    /** @param changes of the scorer, such as {@code onnx.model} */
    public static ScoringConfig of(String name, Map<String, String> changes) {
        String prefix = "flames.scoring.scorers." + name + ".";
        var values = new HashMap<String, String>();
        values.put(prefix + "kind", "onnx");
        changes.forEach((key, value) -> values.put(prefix + key, value));
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withMapping(ScoringConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(ScoringConfig.class);
    }
}
