package io.flames.scoring.infer;

import io.flames.scoring.stream.StandaloneProfile;
import java.util.HashMap;
import java.util.Map;

/**
 * Scorers {@code mirror} (by logits) and {@code shares} (by probabilities) ask this very service by the KServe protocol;
 * {@code nobody} asks where nobody answers.
 */
public final class InferProfile extends StandaloneProfile {
    static final int QUEUE_ITEMS = 128;

    @Override
    public Map<String, String> getConfigOverrides() {
        var overrides = new HashMap<>(super.getConfigOverrides());
        String own = "localhost:" + overrides.get("quarkus.grpc.server.test-port");
        overrides.put("flames.scoring.queue-items", String.valueOf(QUEUE_ITEMS));
        overrides.put("flames.scoring.golden-retry", "1s");
        overrides.putAll(kserve("mirror", own));
        overrides.putAll(kserve("nobody", "localhost:1"));
        overrides.putAll(kserve("shares", own));
        overrides.put("flames.scoring.scorers.shares.kserve.output-names", "probabilities");
        overrides.put("flames.scoring.scorers.shares.kserve.values", "probabilities");
        return overrides;
    }

    private static Map<String, String> kserve(String name, String endpoint) {
        String prefix = "flames.scoring.scorers." + name + ".";
        return Map.of(
                prefix + "kind", "kserve",
                prefix + "kserve.endpoints", endpoint,
                prefix + "kserve.model", "onnx-heads",
                prefix + "kserve.input", "pair",
                prefix + "kserve.layout", "own",
                prefix + "kserve.truncated-output", "truncated",
                prefix + "kserve.timeout", "60s");
    }
}
