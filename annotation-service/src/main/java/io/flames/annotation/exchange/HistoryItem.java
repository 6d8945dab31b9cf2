package io.flames.annotation.exchange;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.List;
import java.util.OptionalInt;

/**
 * An item with all that happened to it. Not blind: for the record, not for annotators.
 *
 * @param item its id
 * @param campaign name
 * @param response id; empty for a gold item
 * @param revision of the response, at least 0
 * @param target name and version; empty for a gold item
 * @param subcomponent may be empty
 * @param attackMethod may be empty
 * @param stratum by which it was taken, with its probability, over 0 and up to 1
 * @param score present when, and only when, the state has one
 * @param history in the order of time
 */
public record HistoryItem(
        String item,
        String campaign,
        String response,
        int revision,
        String target,
        Dimension dimension,
        String subcomponent,
        String attackMethod,
        String promptText,
        String responseText,
        Stratum stratum,
        double inclusionProbability,
        State state,
        OptionalInt score,
        List<HistoryEntry> history) {
    /** How the item came into the campaign. */
    public enum Stratum {
        RANDOM,
        TARGETED,
        /** Its label was known before. */
        GOLD
    }

    /** How far an item has come. */
    public enum State {
        /** Labels are missing. */
        OPEN(false),
        /** The two blind labels differ, or one could not be given: a third one decides. */
        THIRD(false),
        /** Both gave the score. */
        AGREED(true),
        /** The third one gave the score. */
        DECIDED(true),
        /** The third one could not judge either. */
        UNDECIDED(false),
        /** Labelled elsewhere and imported as agreed. */
        IMPORTED(true);

        private final boolean score;

        State(boolean score) {
            this.score = score;
        }

        /** Whether people came to a score. */
        public boolean hasScore() {
            return score;
        }
    }

    public HistoryItem {
        history = List.copyOf(history);
        if (score.isPresent() != state.hasScore()) {
            throw new IllegalArgumentException("an adjudicated item has a score, and no other has: " + state);
        }
        if (score.isPresent() && !Dimensions.scoresOf(dimension).contains(score.getAsInt())) {
            throw new IllegalArgumentException("score " + score.getAsInt() + " in " + Dimensions.nameOf(dimension));
        }
        if (!(inclusionProbability > 0 && inclusionProbability <= 1)) {
            throw new IllegalArgumentException("a probability is over 0 and up to 1, not " + inclusionProbability);
        }
    }
}
