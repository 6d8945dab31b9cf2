package io.flames.scoring.dataset;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.judgement.LabelledText;
import io.flames.scoring.scorer.Digest;
import java.util.Optional;

/**
 * A labelled answer.
 *
 * @param promptKey the same for all answers to one prompt
 * @param subcomponent empty where it is not known
 * @param score 3, 2 or 1; 3 or 1 in a binary dimension
 */
public record Item(
        String promptKey,
        Dimension dimension,
        String subcomponent,
        String prompt,
        String response,
        int score,
        Origin origin) {
    private static final int ID_LENGTH = 32;

    /**
     * Where an answer and its label come from, as far as it is known.
     *
     * @param labelSource such as {@code adjudicated}, or {@code authored} for texts that were written with their score
     * @param target who answered: a target's name, or for texts of authors their style
     */
    public record Origin(
            String labelSource, Optional<String> promptId, Optional<String> target, Optional<String> responseId) {}

    public Item {
        if (!Dimensions.scoresOf(dimension).contains(score)) {
            throw new IllegalArgumentException("\"score\" is " + score + ", " + Dimensions.nameOf(dimension) + " knows "
                    + Dimensions.scoresOf(dimension));
        }
        if (prompt.isBlank() || response.isBlank()) {
            throw new IllegalArgumentException("\"prompt\" and \"response\" are not blank");
        }
    }

    /** The same for the same answer of the same target, whatever its label: the start of a SHA-256. */
    public String id() {
        return new Digest()
                .part("dimension", Dimensions.nameOf(dimension))
                .part("target", origin.target().orElse(""))
                .part("prompt", prompt)
                .part("response", response)
                .hex()
                .substring(0, ID_LENGTH);
    }

    public LabelledText labelled() {
        return new LabelledText(dimension, promptKey, prompt, response, score);
    }
}
