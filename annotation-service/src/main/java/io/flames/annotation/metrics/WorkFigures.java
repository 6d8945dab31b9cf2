package io.flames.annotation.metrics;

import io.flames.annotation.agreement.Alpha;
import io.flames.annotation.agreement.BlindLabel;
import io.flames.annotation.agreement.Metric;
import io.flames.annotation.label.BlindLabels;
import io.flames.annotation.store.Transaction;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Counts the work, for one caller at a time. */
@ApplicationScoped
class WorkFigures {
    private static final Duration AGREEMENT_OF = Duration.ofDays(90);
    /** Old labels leave the days that are counted even where no new one comes. */
    private static final Duration ALPHA_AGE = Duration.ofHours(1);

    /** Every state of every dimension, also where there is none: what is missing and what is zero differ. */
    private static final String ITEMS =
            """
            SELECT d.dimension, s.state AS kind, count(i.id) AS value
              FROM generate_series(1, 5) AS d(dimension)
             CROSS JOIN (VALUES ('OPEN'), ('THIRD'), ('AGREED'), ('DECIDED'), ('UNDECIDED'), ('IMPORTED')) AS s(state)
              LEFT JOIN (SELECT i.id, i.dimension, i.state FROM item i JOIN campaign c ON c.id = i.campaign_id
                          WHERE i.gold_id IS NULL AND (c.state = 'OPEN' OR i.state NOT IN ('OPEN', 'THIRD'))) AS i
                     ON i.dimension = d.dimension AND i.state = s.state
             GROUP BY d.dimension, s.state ORDER BY d.dimension, s.state""";

    /** One that ran out has no end, and its slot went to another or stands free. */
    private static final String LEASES =
            """
            SELECT k.kind, count(l.token) AS value FROM (VALUES ('HELD'), ('EXPIRED')) AS k(kind)
              LEFT JOIN (SELECT l.token, CASE WHEN s.token = l.token AND s.leased_until > clock_timestamp()
                                              THEN 'HELD' ELSE 'EXPIRED' END AS kind
                           FROM lease l JOIN slot s ON s.id = l.slot_id WHERE l.ended IS NULL) AS l ON l.kind = k.kind
             GROUP BY k.kind""";

    /** The first label counts: one that was revised after a talk with the others shows how they are together. */
    private static final String GOLD =
            """
            SELECT i.dimension, avg(CASE WHEN h.score = g.score THEN 1.0 ELSE 0.0 END)::float8 AS value
              FROM gold g JOIN item i ON i.gold_id = g.id
              JOIN label_history h ON h.item_id = i.id AND h.revision = 1
             WHERE h.score IS NOT NULL GROUP BY i.dimension ORDER BY i.dimension""";

    private final BlindLabels labels;
    private final Clock clock;
    private List<Figure> alpha = List.of();
    private BlindLabels.Version alphaOf = new BlindLabels.Version(-1, -1);
    private Instant alphaAt = Instant.MIN;

    WorkFigures(BlindLabels labels, Clock clock) {
        this.labels = labels;
        this.clock = clock;
    }

    /**
     * One figure.
     *
     * @param dimension its short name, as in other metrics; empty for a figure of all
     * @param kind what is counted, lower case; blank where there is one kind
     */
    record Figure(Optional<String> dimension, String kind, double value) {}

    List<Figure> items(Transaction transaction) {
        return transaction.list(ITEMS, row -> new Figure(Optional.of(dimension(row)), kind(row), row.getLong("value")));
    }

    List<Figure> leases(Transaction transaction) {
        return transaction.list(LEASES, row -> new Figure(Optional.empty(), kind(row), row.getLong("value")));
    }

    List<Figure> goldAccuracy(Transaction transaction) {
        return transaction.list(GOLD, row -> new Figure(Optional.of(dimension(row)), "", row.getDouble("value")));
    }

    /** Krippendorff's alpha of each dimension that has one. Counted anew only where a label came in since, or after an hour. */
    List<Figure> alpha() {
        var version = labels.version(Optional.empty());
        var now = clock.instant();
        if (!version.equals(alphaOf) || now.minus(ALPHA_AGE).isAfter(alphaAt)) {
            alpha = alpha(now);
            alphaOf = version;
            alphaAt = now;
        }
        return alpha;
    }

    private List<Figure> alpha(Instant now) {
        var recent = labels.of(Optional.empty(), Optional.of(now.minus(AGREEMENT_OF)));
        var figures = new ArrayList<Figure>();
        recent.stream().collect(Collectors.groupingBy(BlindLabel::dimension)).forEach((dimension, of) -> Alpha.of(
                        units(of))
                .value(Metric.ORDINAL)
                .number()
                .ifPresent(value -> figures.add(new Figure(Optional.of(Dimensions.slugOf(dimension)), "", value))));
        return figures;
    }

    private static Collection<List<Integer>> units(List<BlindLabel> labels) {
        Map<String, List<Integer>> units = labels.stream()
                .collect(Collectors.groupingBy(
                        BlindLabel::item, Collectors.mapping(BlindLabel::score, Collectors.toList())));
        return units.values();
    }

    private static String dimension(Row row) {
        return Dimensions.slugOf(Dimension.forNumber(row.getInteger("dimension")));
    }

    private static String kind(Row row) {
        return row.getString("kind").toLowerCase(java.util.Locale.ROOT);
    }
}
