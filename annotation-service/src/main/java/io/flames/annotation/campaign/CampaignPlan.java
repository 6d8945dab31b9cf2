package io.flames.annotation.campaign;

import io.flames.annotation.sampling.Strategy;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A campaign that can be made. Empty lists stand for all.
 *
 * @param scorerVersion whose verdicts say where people help; empty for the one with the most verdicts
 * @param seed empty to draw one
 */
record CampaignPlan(
        String name,
        List<Dimension> dimensions,
        List<UUID> runs,
        List<String> targets,
        Strategy strategy,
        Optional<UUID> scorerVersion,
        Optional<Long> seed,
        double goldRate) {}
