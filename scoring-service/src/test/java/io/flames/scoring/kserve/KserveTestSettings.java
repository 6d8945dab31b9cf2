package io.flames.scoring.kserve;

import io.flames.scoring.ScorerSettings;
import io.flames.scoring.ScoringConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** Settings of a scorer {@code remote}, read as the service reads its own. */
final class KserveTestSettings {
    static final String PREFIX = "flames.scoring.scorers.remote.";

    private KserveTestSettings() {}

    /** @param changes without {@code kserve.} */
    static ScorerSettings of(String endpoints, Map<String, String> changes) {
        var values = new HashMap<String, String>();
        values.put(PREFIX + "kind", "kserve");
        values.put(PREFIX + "kserve.endpoints", endpoints);
        values.put(PREFIX + "kserve.model", FakeKserveServer.MODEL);
        values.put(PREFIX + "kserve.template", "plain");
        values.put(PREFIX + "kserve.timeout", "10s");
        values.put(PREFIX + "kserve.retries", "1");
        changes.forEach((key, value) -> values.put(PREFIX + "kserve." + key, value));
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withMapping(ScoringConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(ScoringConfig.class)
                .scorers()
                .get("remote");
    }
}
