package io.flames.scoring.stream;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Standalone, with the shipped scorer and one scorer for each fault, golden items all the time. */
public final class FaultyProfile extends FreeGrpcPort {
    @Override
    public String getConfigProfile() {
        return "standalone,test";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        var overrides = new HashMap<>(super.getConfigOverrides());
        overrides.put("flames.scoring.golden-every", "200ms");
        overrides.put("flames.scoring.golden-retry", "200ms");
        // The shipped one would run them all the time too, at full cost.
        overrides.put("flames.scoring.default-scorer", "watched");
        overrides.put("flames.scoring.scorers.onnx-heads.kind", "onnx");
        overrides.put("flames.scoring.scorers.onnx-heads.enabled", "false");
        for (String fault : new String[] {"CONSTANT", "SHUFFLED", "OTHER_CLASSES", "DRIFTED"}) {
            String name = fault.toLowerCase(Locale.ROOT);
            overrides.put("flames.scoring.scorers." + name + ".kind", "faulty");
            overrides.put("flames.scoring.scorers." + name + ".options.fault", fault);
        }
        overrides.put("flames.scoring.scorers.watched.kind", "faulty");
        return overrides;
    }
}
