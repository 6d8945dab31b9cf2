package io.flames.scoring.judge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flames.scoring.golden.GoldenSet;
import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.lane.LaneShape;
import java.util.Map;

/** Loads {@link JudgeScorer}s. */
public final class JudgeScorers {
    private JudgeScorers() {}

    /**
     * Asks nobody yet: whether the judge can be reached, and judges as people do, is for the golden items to show.
     *
     * @param workers responses in judgement at a time, one request each
     * @param golden without logits
     */
    public static LoadedScorer load(
            String name, int version, JudgeConfig config, int workers, GoldenSet golden, JudgeListener listener) {
        var scorer = new JudgeScorer(name, version, config, listener);
        return new LoadedScorer(
                scorer,
                LaneShape.alone(workers),
                golden,
                JudgeScorer.TEMPLATE,
                backend(config, workers),
                JsonNodeFactory.instance.objectNode());
    }

    private static Map<String, String> backend(JudgeConfig config, int workers) {
        return Map.of(
                "endpoint", config.endpoint().base().toString(),
                "model", config.endpoint().model(),
                "key", config.endpoint().key().describe(),
                "rubric", config.rubricVersion() + "/" + config.language().code(),
                "votes", String.valueOf(config.votes()),
                "response-format", config.decoding().responseFormat().code(),
                "workers", String.valueOf(workers));
    }
}
