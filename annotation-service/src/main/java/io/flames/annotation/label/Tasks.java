package io.flames.annotation.label;

import io.flames.annotation.label.AdjudicationTask.Opinion;
import io.flames.annotation.store.Transaction;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** What the holder of a lease gets to read. The queries here name no verdict, no target and no annotator. */
@ApplicationScoped
class Tasks {
    private static final String TASK =
            """
            SELECT s.leased_until, s.campaign_id, c.name, i.dimension, i.subcomponent, s.guideline_version,
                   coalesce(r.prompt, g.prompt) AS prompt, coalesce(r.text, g.response) AS response
              FROM slot s
              JOIN item i ON i.id = s.item_id
              JOIN campaign c ON c.id = s.campaign_id
              LEFT JOIN response r ON r.response_id = i.response_id AND r.revision = i.revision
              LEFT JOIN gold g ON g.id = i.gold_id
             WHERE s.token = $1""";

    /** By the slots' ids, which are random. */
    private static final String OPINIONS =
            """
            SELECT o.score, o.reason, o.comment, o.spans FROM slot s JOIN slot o ON o.item_id = s.item_id
             WHERE s.token = $1 AND s.role = 2 AND o.role < 2 AND o.labelled ORDER BY o.id""";

    private final Spans spans;

    Tasks(Spans spans) {
        this.spans = spans;
    }

    Task task(Transaction transaction, UUID token) {
        return transaction.first(TASK, row -> task(row, token), token).orElseThrow();
    }

    AdjudicationTask adjudication(Transaction transaction, UUID token) {
        return new AdjudicationTask(task(transaction, token), transaction.list(OPINIONS, this::opinion, token));
    }

    private static Task task(Row row, UUID token) {
        var dimension = Dimension.forNumber(row.getInteger("dimension"));
        return new Task(
                token,
                row.getOffsetDateTime("leased_until").toInstant(),
                row.getUUID("campaign_id"),
                row.getString("name"),
                Dimensions.nameOf(dimension),
                row.getString("subcomponent"),
                Dimensions.scoresOf(dimension),
                row.getInteger("guideline_version"),
                row.getString("prompt"),
                row.getString("response"));
    }

    private Opinion opinion(Row row) {
        return new Opinion(
                row.getInteger("score"),
                row.getString("reason"),
                row.getString("comment"),
                spans.read(row.getString("spans")));
    }
}
