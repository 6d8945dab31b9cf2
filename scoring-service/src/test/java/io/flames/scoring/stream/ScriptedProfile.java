package io.flames.scoring.stream;

import java.util.HashMap;
import java.util.Map;

/** Standalone, with a fast and a slow scripted scorer beside the shipped one, and a short queue. */
public final class ScriptedProfile extends FreeGrpcPort {
    static final int QUEUE = 16;
    static final int SLOW_MICROS = 20_000;

    @Override
    public String getConfigProfile() {
        return "standalone,test";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        var overrides = new HashMap<>(super.getConfigOverrides());
        overrides.put("flames.scoring.queue-items", String.valueOf(QUEUE));
        overrides.put("flames.scoring.default-scorer", "fast");
        overrides.put("flames.scoring.scorers.fast.kind", "scripted");
        overrides.put("flames.scoring.scorers.slow.kind", "scripted");
        overrides.put("flames.scoring.scorers.slow.workers", "1");
        overrides.put("flames.scoring.scorers.slow.options.micros", String.valueOf(SLOW_MICROS));
        overrides.put("flames.scoring.scorers.broken.kind", "nonsense");
        overrides.put("flames.scoring.scorers.onnx-heads.kind", "onnx");
        overrides.put("flames.scoring.scorers.onnx-heads.enabled", "false");
        return overrides;
    }
}
