package io.flames.annotation.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A campaign and how far it has come. Gold items count nowhere here.
 *
 * @param state OPEN or CLOSED
 * @param request as it was asked for
 * @param population responses that the strategy chose among
 * @param cells of the random sample: name, population, taken
 * @param labels that were given, of two an item and one more where they differed
 * @param dimensions in the benchmark's order, those without items left out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CampaignView(
        UUID id,
        String name,
        String state,
        String strategy,
        long seed,
        int population,
        double goldRate,
        Instant createdAt,
        @Nullable Instant closedAt,
        Counts counts,
        long labels,
        List<OfDimension> dimensions,
        JsonNode cells,
        JsonNode request) {

    /**
     * Items by state.
     *
     * @param open wait for a blind label, or for the end of their revision window
     * @param third wait for the third
     */
    public record Counts(long items, long open, long third, long agreed, long decided, long undecided, long imported) {
        /** With an adjudicated label, or without hope of one. */
        public long settled() {
            return agreed + decided + undecided + imported;
        }

        Counts plus(Counts other) {
            return new Counts(
                    items + other.items,
                    open + other.open,
                    third + other.third,
                    agreed + other.agreed,
                    decided + other.decided,
                    undecided + other.undecided,
                    imported + other.imported);
        }
    }

    /** @param dimension in the benchmark's spelling */
    public record OfDimension(String dimension, Counts counts) {}
}
