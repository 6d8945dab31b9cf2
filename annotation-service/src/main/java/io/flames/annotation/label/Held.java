package io.flames.annotation.label;

import io.flames.annotation.problem.ProblemException;
import io.flames.annotation.store.Transaction;
import io.flames.annotation.who.Annotator;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A slot as the holder of a token sees it, locked until the transaction ends, its item too.
 *
 * @param current the token is the slot's latest: nobody else got the slot since
 * @param live the lease has not run out
 * @param ended how the lease ended; null while it is held or has run out
 * @param revision of the label, 0 while there is none
 * @param itemState as in the database
 * @param goldOpen a labelled gold item that is open to revision, see {@link GoldWindow}
 * @param response the text that is labelled
 */
record Held(
        UUID token,
        UUID slot,
        UUID item,
        UUID campaign,
        SlotRole role,
        boolean current,
        boolean live,
        @Nullable String ended,
        boolean labelled,
        int revision,
        Dimension dimension,
        String itemState,
        boolean goldOpen,
        int guidelineVersion,
        String response) {
    private static final String FIND =
            """
            SELECT s.id AS slot_id, s.item_id, s.campaign_id, s.role, s.token = l.token AS is_current,
                   s.leased_until > clock_timestamp() AS is_live, l.ended, s.labelled, s.revision, i.dimension, i.state,
                   coalesce(s.guideline_version, 0) AS guideline_version, coalesce(r.text, g.response) AS response,
            """
                    + GoldWindow.open("$2")
                    + """
               AS gold_open
              FROM lease l
              JOIN slot s ON s.id = l.slot_id
              JOIN item i ON i.id = s.item_id
              LEFT JOIN response r ON r.response_id = i.response_id AND r.revision = i.revision
              LEFT JOIN gold g ON g.id = i.gold_id
             WHERE l.token = $1 FOR UPDATE OF s""";

    /**
     * @param window in which a complete item is open to revision
     * @throws ProblemException 404 for a token that never was one, 403 for another's
     */
    static Held lock(Transaction transaction, Annotator annotator, UUID token, Duration window) {
        var lease = transaction
                .first(
                        "SELECT l.annotator_id, s.item_id FROM lease l JOIN slot s ON s.id = l.slot_id WHERE l.token = $1",
                        row -> row,
                        token)
                .orElseThrow(() -> ProblemException.notFound("There is no lease " + token + "."));
        if (!lease.getUUID("annotator_id").equals(annotator.id())) {
            throw ProblemException.forbidden("This lease is another annotator's.");
        }
        transaction.first("SELECT id FROM item WHERE id = $1 FOR UPDATE", row -> row, lease.getUUID("item_id"));
        return transaction
                .first(FIND, row -> held(row, token), token, window.toMillis())
                .orElseThrow();
    }

    /** @throws ProblemException 409 unless it is still held */
    void requireHeld() {
        if (labelled && current) {
            throw ProblemException.conflict("A label is stored under this lease already; it can be revised.");
        }
        if (!current || !live) {
            throw ProblemException.conflict(
                    "This lease has run out or was given back; nothing was stored. Ask for the next item.");
        }
    }

    /** Whether the label may still be replaced by another of the same annotator. */
    boolean isRevisable() {
        return switch (role) {
            case BLIND -> itemState.equals("OPEN");
            case ADJUDICATOR -> itemState.equals("THIRD");
            case GOLD -> goldOpen;
        };
    }

    private static Held held(Row row, UUID token) {
        return new Held(
                token,
                row.getUUID("slot_id"),
                row.getUUID("item_id"),
                row.getUUID("campaign_id"),
                SlotRole.of(row.getInteger("role")),
                Optional.ofNullable(row.getBoolean("is_current")).orElse(false),
                Optional.ofNullable(row.getBoolean("is_live")).orElse(false),
                row.getString("ended"),
                row.getBoolean("labelled"),
                row.getInteger("revision"),
                Dimension.forNumber(row.getInteger("dimension")),
                row.getString("state"),
                row.getBoolean("gold_open"),
                row.getInteger("guideline_version"),
                row.getString("response"));
    }
}
