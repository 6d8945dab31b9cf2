package io.flames.annotation.label;

import io.flames.annotation.agreement.BlindLabel;
import io.flames.annotation.store.Database;
import io.flames.contracts.taxonomy.v1.Dimension;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Scores that were given blind, as they stand now. Gold items are none of them: their label was known. */
@ApplicationScoped
public class BlindLabels {
    private static final String ALL =
            """
            SELECT s.item_id, i.dimension, s.annotator_id, s.score, s.labelled_at FROM slot s JOIN item i ON i.id = s.item_id
             WHERE s.labelled AND s.role < 2 AND s.score IS NOT NULL AND ($1::uuid IS NULL OR s.campaign_id = $1)
               AND ($2::timestamptz IS NULL OR s.labelled_at >= $2)""";

    /** Both: a line that is committed late has a lower number than lines before it. */
    private static final String VERSION =
            """
            SELECT count(*) AS lines, coalesce(max(sequence), 0) AS last FROM label_history
             WHERE $1::uuid IS NULL OR campaign_id = $1""";

    private final Database database;

    BlindLabels(Database database) {
        this.database = database;
    }

    /**
     * What the labels are at a moment: each label and each revision makes another of it.
     *
     * @param lines of the history
     * @param last number of a line
     */
    public record Version(long lines, long last) {}

    /** @param campaign empty for all of them */
    public Version version(Optional<UUID> campaign) {
        return database.read(transaction -> transaction.first(
                        VERSION, row -> new Version(row.getLong("lines"), row.getLong("last")), campaign.orElse(null)))
                .orElseThrow();
    }

    /**
     * In no order.
     *
     * @param campaign empty for all of them
     * @param since first label of an annotator for an item; empty for all times
     */
    public List<BlindLabel> of(Optional<UUID> campaign, Optional<Instant> since) {
        return database.read(transaction -> transaction.list(
                ALL,
                row -> new BlindLabel(
                        row.getUUID("item_id").toString(),
                        row.getUUID("annotator_id").toString(),
                        Dimension.forNumber(row.getInteger("dimension")),
                        row.getInteger("score"),
                        row.getOffsetDateTime("labelled_at").toInstant()),
                campaign.orElse(null),
                since.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null)));
    }
}
