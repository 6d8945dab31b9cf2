package io.flames.annotation.label;

import io.flames.annotation.store.Database;
import io.flames.annotation.who.Annotator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** What waits for somebody, by open campaign: as {@link Leases} would hand it out, what they hold included. */
@ApplicationScoped
public class Queue {
    /**
     * The campaign's expected gold items are counted in: as many as its rate makes, or as there are. That share stays as it
     * is whatever they label, in this campaign or another, and each own label or skip takes one off, of a gold item or not.
     * While there is something it is 1 at least, also where more gold items came than were expected.
     */
    private static final String WAITING =
            """
            WITH waiting AS (
                SELECT c.id, c.name, c.created_at, c.gold_rate, c.dimensions,
                       count(s.id) FILTER (WHERE s.role < 2) AS regular,
                       count(s.id) FILTER (WHERE s.role = 2) AS to_adjudicate
                  FROM campaign c
                  LEFT JOIN LATERAL (
                       SELECT DISTINCT ON (f.item_id) f.id, f.role FROM slot f
                        WHERE f.campaign_id = c.id AND NOT f.labelled AND f.role < 3
                          AND (f.leased_until IS NULL OR f.leased_until <= clock_timestamp() OR f.annotator_id = $1)
                          AND f.subcomponent <> ALL($2)
                          AND NOT EXISTS (SELECT FROM slot o
                                           WHERE o.item_id = f.item_id AND o.annotator_id = $1 AND o.id <> f.id)
                          AND NOT EXISTS (SELECT FROM skipped k WHERE k.item_id = f.item_id AND k.annotator_id = $1)
                        ORDER BY f.item_id, f.role) s ON true
                 WHERE c.state = 'OPEN'
                 GROUP BY c.id),
            own AS (
                SELECT s.campaign_id, count(*) FILTER (WHERE s.labelled) AS done,
                       count(*) FILTER (WHERE s.role = 3 AND (s.labelled OR k.item_id IS NOT NULL)) AS gold_done,
                       count(*) FILTER (WHERE s.role = 3 AND NOT s.labelled AND k.item_id IS NULL
                                              AND g.retired_at IS NULL AND s.subcomponent <> ALL($2)) AS gold_begun
                  FROM slot s JOIN item i ON i.id = s.item_id LEFT JOIN gold g ON g.id = i.gold_id
                  LEFT JOIN skipped k ON k.item_id = s.item_id AND k.annotator_id = $1
                 WHERE s.annotator_id = $1 GROUP BY s.campaign_id),
            expected AS (
                SELECT w.id, least(
                       (SELECT round(count(*) * w.gold_rate / (1 - w.gold_rate))::bigint FROM item i
                         WHERE i.campaign_id = w.id AND i.gold_id IS NULL AND i.subcomponent <> ALL($2)),
                       (SELECT count(*) FROM gold g
                         WHERE g.retired_at IS NULL AND g.dimension = ANY(w.dimensions) AND g.created_by <> $1
                           AND g.subcomponent <> ALL($2))) AS gold
                  FROM waiting w)
            SELECT w.id, w.name, w.to_adjudicate, coalesce(o.done, 0) AS done,
                   CASE WHEN w.regular + coalesce(o.gold_begun, 0) = 0 THEN 0
                        ELSE greatest(1, w.regular + e.gold - coalesce(o.gold_done, 0)) END AS to_label
              FROM waiting w JOIN expected e ON e.id = w.id LEFT JOIN own o ON o.campaign_id = w.id
             ORDER BY w.created_at, w.id""";

    private final Database database;

    Queue(Database database) {
        this.database = database;
    }

    /**
     * One campaign.
     *
     * @param toLabel items that they could label now, gold ones that are to be expected with them
     * @param toAdjudicate items on which two others differ
     * @param done own labels, of gold items too
     */
    public record Waiting(UUID campaign, String name, long toLabel, long toAdjudicate, long done) {}

    /** Oldest campaign first, as items are handed out. */
    public List<Waiting> of(Annotator annotator) {
        return database.read(transaction -> transaction.list(
                WAITING,
                row -> new Waiting(
                        row.getUUID("id"),
                        row.getString("name"),
                        row.getLong("to_label"),
                        row.getLong("to_adjudicate"),
                        row.getLong("done")),
                annotator.id(),
                annotator.optedOut().toArray(String[]::new)));
    }
}
