package io.flames.annotation.campaign;

import io.flames.annotation.sampling.Candidate;
import io.flames.annotation.sampling.Signals;
import io.flames.annotation.store.Transaction;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Responses that a campaign may take: the highest revision of each, if it can be labelled, with what its verdicts say
 * about where people help.
 */
final class Candidates {
    private static final String LATEST =
            """
            SELECT * FROM (
                SELECT DISTINCT ON (r.response_id) r.response_id, r.revision, r.dimension, r.subcomponent, r.target_name,
                       r.scorable
                  FROM response r
                 WHERE (cardinality($1::smallint[]) = 0 OR r.dimension = ANY($1))
                   AND (cardinality($2::uuid[]) = 0 OR r.run_id = ANY($2))
                   AND (cardinality($3::text[]) = 0 OR r.target_name = ANY($3))
                 ORDER BY r.response_id, r.revision DESC) latest
             WHERE scorable""";

    private static final String VERDICTS =
            "SELECT s.response_id, s.scorer_version_id, s.score, s.p3, s.p2, s.p1, s.disagreement FROM ("
                    + LATEST
                    + ") c JOIN score s ON s.response_id = c.response_id AND s.revision = c.revision";

    private Candidates() {}

    /** A response that may be taken. */
    record Found(UUID responseId, int revision, Dimension dimension, String subcomponent, Candidate candidate) {}

    private record Latest(UUID responseId, int revision, Dimension dimension, String subcomponent, String target) {}

    private record Verdict(
            UUID scorer,
            int score,
            @Nullable Double p3,
            @Nullable Double p2,
            @Nullable Double p1,
            @Nullable Double disagreement) {}

    static List<Found> find(Transaction transaction, CampaignPlan plan) {
        var filter = new Object[] {
            plan.dimensions().stream().map(d -> (short) d.getNumber()).toArray(Short[]::new),
            plan.runs().toArray(UUID[]::new),
            plan.targets().toArray(String[]::new)
        };
        var verdicts = new HashMap<UUID, List<Verdict>>();
        transaction
                .list(VERDICTS, row -> Map.entry(row.getUUID("response_id"), verdict(row)), filter)
                .forEach(each -> verdicts.computeIfAbsent(each.getKey(), id -> new ArrayList<>())
                        .add(each.getValue()));
        var scorer = plan.scorerVersion().or(() -> busiest(verdicts));
        return transaction.list(LATEST, Candidates::latest, filter).stream()
                .map(latest -> found(latest, verdicts.getOrDefault(latest.responseId(), List.of()), scorer))
                .toList();
    }

    /** The scorer version with the most verdicts; of several the one with the lowest id. */
    private static Optional<UUID> busiest(Map<UUID, List<Verdict>> verdicts) {
        return verdicts.values().stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(Verdict::scorer, Collectors.counting()))
                .entrySet()
                .stream()
                .min(Map.Entry.<UUID, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
    }

    private static Found found(Latest latest, List<Verdict> verdicts, Optional<UUID> scorer) {
        var own = verdicts.stream()
                .filter(verdict -> scorer.isPresent() && verdict.scorer().equals(scorer.get()))
                .findFirst();
        var candidate = new Candidate(
                latest.responseId().toString(),
                latest.dimension(),
                latest.target(),
                own.map(verdict -> entropy(latest.dimension(), verdict)).orElse(OptionalDouble.empty()),
                disagreement(verdicts, own),
                own.map(verdict -> OptionalInt.of(verdict.score())).orElse(OptionalInt.empty()));
        return new Found(latest.responseId(), latest.revision(), latest.dimension(), latest.subcomponent(), candidate);
    }

    private static OptionalDouble entropy(Dimension dimension, Verdict verdict) {
        var probabilities = new ArrayList<Double>();
        for (int score : Dimensions.scoresOf(dimension)) {
            var probability = score == 3 ? verdict.p3() : score == 2 ? verdict.p2() : verdict.p1();
            probabilities.add(probability == null ? 0 : probability);
        }
        double sum = probabilities.stream().mapToDouble(p -> p).sum();
        return sum > 0 ? OptionalDouble.of(Signals.entropy(probabilities)) : OptionalDouble.empty();
    }

    /** Between scorers, or within the one that has several opinions: whichever is larger. */
    private static OptionalDouble disagreement(List<Verdict> verdicts, Optional<Verdict> own) {
        var values = new ArrayList<Double>();
        own.map(Verdict::disagreement).ifPresent(values::add);
        if (verdicts.size() >= 2) {
            values.add(
                    Signals.disagreement(verdicts.stream().map(Verdict::score).toList()));
        }
        return values.stream().mapToDouble(d -> d).max();
    }

    private static Latest latest(Row row) {
        return new Latest(
                row.getUUID("response_id"),
                row.getInteger("revision"),
                Dimension.forNumber(row.getInteger("dimension")),
                row.getString("subcomponent"),
                row.getString("target_name"));
    }

    private static Verdict verdict(Row row) {
        return new Verdict(
                row.getUUID("scorer_version_id"),
                row.getInteger("score"),
                row.getDouble("p3"),
                row.getDouble("p2"),
                row.getDouble("p1"),
                row.getDouble("disagreement"));
    }
}
