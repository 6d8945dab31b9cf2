package io.flames.scoring.drift;

import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.verdict.ClassShare;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A scorer version's days.
 *
 * @param asOf when the counts were read
 * @param dimensions those with verdicts, in the benchmark's order
 */
public record ScorerDrift(UUID scorerVersionId, Instant asOf, List<DimensionDrift> dimensions) {
    public ScorerDrift {
        dimensions = List.copyOf(dimensions);
    }

    static ScorerDrift of(UUID scorerVersionId, Instant asOf, DriftRule rule, List<ClassShare> shares) {
        Map<Dimension, TreeMap<LocalDate, Counts>> days = new TreeMap<>();
        shares.stream()
                .filter(share -> share.scorerVersionId().equals(scorerVersionId))
                .forEach(share -> days.computeIfAbsent(share.dimension(), dimension -> new TreeMap<>())
                        .merge(share.day(), new Counts(Map.of(share.score(), share.verdicts())), Counts::plus));
        return new ScorerDrift(
                scorerVersionId,
                asOf,
                days.entrySet().stream()
                        .map(entry -> rule.look(entry.getKey(), entry.getValue()))
                        .toList());
    }

    public Optional<DimensionDrift> of(Dimension dimension) {
        return dimensions.stream()
                .filter(drift -> drift.dimension() == dimension)
                .findFirst();
    }
}
