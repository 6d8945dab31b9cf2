package io.flames.annotation.label;

import io.flames.annotation.agreement.BlindLabel;
import io.flames.annotation.store.Database;
import io.flames.contracts.taxonomy.v1.Dimension;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Scores that were given blind. Gold items are none of them: their label was known. */
@ApplicationScoped
public class BlindLabels {
    private static final String ALL =
            """
            SELECT i.id, i.dimension, s.annotator_id, s.score, s.labelled_at FROM slot s JOIN item i ON i.id = s.item_id
             WHERE s.labelled AND s.role < 2 AND s.score IS NOT NULL AND ($1::uuid IS NULL OR s.campaign_id = $1)""";

    private final Database database;

    BlindLabels(Database database) {
        this.database = database;
    }

    /** @param campaign empty for all of them */
    public List<BlindLabel> of(Optional<UUID> campaign) {
        return database.read(transaction -> transaction.list(
                ALL,
                row -> new BlindLabel(
                        row.getUUID("id").toString(),
                        row.getUUID("annotator_id").toString(),
                        Dimension.forNumber(row.getInteger("dimension")),
                        row.getInteger("score"),
                        row.getOffsetDateTime("labelled_at").toInstant()),
                campaign.orElse(null)));
    }
}
