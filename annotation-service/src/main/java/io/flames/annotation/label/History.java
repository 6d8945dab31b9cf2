package io.flames.annotation.label;

import io.flames.annotation.store.Database;
import io.flames.annotation.who.Annotator;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Reads what was labelled. The history itself only grows; the database refuses all else. */
@ApplicationScoped
public class History {
    private static final String ENTRIES =
            """
            SELECT h.*, i.dimension FROM label_history h JOIN item i ON i.id = h.item_id
             WHERE h.sequence > $1 AND ($2::uuid IS NULL OR h.campaign_id = $2) AND ($3::uuid IS NULL OR h.item_id = $3)
               AND ($4::uuid IS NULL OR h.annotator_id = $4)
             ORDER BY h.sequence LIMIT $5""";

    private static final String LATEST_OWN =
            """
            SELECT h.*, i.dimension FROM label_history h JOIN item i ON i.id = h.item_id
             WHERE h.annotator_id = $1 ORDER BY h.sequence DESC LIMIT $2""";

    private final Database database;
    private final Spans spans;

    History(Database database, Spans spans) {
        this.database = database;
        this.spans = spans;
    }

    /**
     * What a lead asks for; others see their own labels only.
     *
     * @param after sequence of the last line that is known, 0 for none
     */
    public List<HistoryEntry> after(
            Annotator reader, long after, Optional<UUID> campaign, Optional<UUID> item, int limit) {
        return database.read(transaction -> transaction.list(
                ENTRIES,
                row -> entry(row, reader.isLead()),
                after,
                campaign.orElse(null),
                item.orElse(null),
                reader.isLead() ? null : reader.id(),
                limit));
    }

    /** Their own labels, newest first: for taking one back. */
    public List<HistoryEntry> latestOf(Annotator annotator, int limit) {
        return database.read(
                transaction -> transaction.list(LATEST_OWN, row -> entry(row, false), annotator.id(), limit));
    }

    private HistoryEntry entry(Row row, boolean forLead) {
        var role = SlotRole.of(row.getInteger("role"));
        var shown = role == SlotRole.GOLD && !forLead ? SlotRole.BLIND : role;
        return new HistoryEntry(
                row.getLong("sequence"),
                row.getUUID("token"),
                row.getUUID("item_id"),
                row.getUUID("campaign_id"),
                row.getUUID("annotator_id"),
                shown.name().toLowerCase(Locale.ROOT),
                row.getInteger("revision"),
                Dimensions.nameOf(Dimension.forNumber(row.getInteger("dimension"))),
                row.getInteger("score"),
                row.getString("reason"),
                row.getString("comment"),
                spans.read(row.getString("spans")),
                row.getInteger("guideline_version"),
                row.getOffsetDateTime("labelled_at").toInstant());
    }
}
