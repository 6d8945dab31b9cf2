package io.flames.annotation.label;

import io.flames.annotation.store.Database;
import io.flames.annotation.who.Annotator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** What waits for somebody, by open campaign: as {@link Leases} would hand it out, what they hold included. */
@ApplicationScoped
public class Queue {
    private static final String WAITING =
            """
            SELECT c.id, c.name,
                   count(s.id) FILTER (WHERE s.role < 2) AS to_label,
                   count(s.id) FILTER (WHERE s.role = 2) AS to_adjudicate,
                   (SELECT count(*) FROM slot mine
                     WHERE mine.campaign_id = c.id AND mine.annotator_id = $1 AND mine.labelled) AS done
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
             GROUP BY c.id, c.name, c.created_at ORDER BY c.created_at, c.id""";

    private final Database database;

    Queue(Database database) {
        this.database = database;
    }

    /**
     * One campaign.
     *
     * @param toLabel items that they could label now
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
