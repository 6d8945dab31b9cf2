package io.flames.scoring.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.scoring.dataset.TrainingItems;
import io.flames.scoring.lane.LaneShape;
import io.flames.scoring.scorer.Scorer;
import java.util.Map;

/**
 * A scorer with all that is needed to serve it.
 *
 * @param shape how its lane feeds it
 * @param golden what it has to reproduce before it serves
 * @param template how prompt and response become its input, for people
 * @param backend what it runs on and how, for people: see the README's table
 * @param card its model card; an empty object where there is none
 * @param trainedOn what is known of the items that it was trained on
 */
public record LoadedScorer(
        Scorer scorer,
        LaneShape shape,
        GoldenSet golden,
        String template,
        Map<String, String> backend,
        JsonNode card,
        TrainingItems trainedOn) {
    public LoadedScorer {
        backend = Map.copyOf(backend);
    }

    /** One of which nobody says what it was trained on. */
    public LoadedScorer(
            Scorer scorer,
            LaneShape shape,
            GoldenSet golden,
            String template,
            Map<String, String> backend,
            JsonNode card) {
        this(scorer, shape, golden, template, backend, card, TrainingItems.unknown());
    }

    /** The same scorer under another number of its name: the number is not part of what it is. */
    public LoadedScorer as(int version) {
        return new LoadedScorer(new Numbered(scorer, version), shape, golden, template, backend, card, trainedOn);
    }
}
