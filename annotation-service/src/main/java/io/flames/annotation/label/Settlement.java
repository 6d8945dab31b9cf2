package io.flames.annotation.label;

import io.flames.annotation.label.Adjudication.Agreed;
import io.flames.annotation.label.Adjudication.Decided;
import io.flames.annotation.label.Adjudication.NeedsThird;
import io.flames.annotation.label.Adjudication.Undecided;
import io.flames.annotation.outbox.Outbox;
import io.flames.annotation.outbox.OutboxEvent;
import io.flames.annotation.store.Transaction;
import io.flames.contracts.Dimensions;
import io.flames.contracts.Topics;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Carries an item on when its labels are complete and their revision window has ended: to its adjudicated label, to the
 * third, or to undecided, as {@link Adjudication} says, with the event in the same transaction.
 */
@ApplicationScoped
class Settlement {
    private static final String RATINGS =
            """
            SELECT s.annotator_id, s.role, s.score, s.reason, s.guideline_version, s.labelled_at,
                   starts_with(a.login, $2) AS imported
              FROM slot s JOIN annotator a ON a.id = s.annotator_id
             WHERE s.item_id = $1 AND s.labelled AND s.role < 3 ORDER BY s.role = 2, s.labelled_at, s.id""";

    private final Outbox outbox;
    private final MeterRegistry metrics;

    Settlement(Outbox outbox, MeterRegistry metrics) {
        this.outbox = outbox;
        this.metrics = metrics;
    }

    /** A label of the item came in, or was revised; the item's row is locked. */
    void labelled(Transaction transaction, UUID item, SlotRole role, Duration window) {
        if (role == SlotRole.BLIND && ratings(transaction, item).blind().size() < 2) {
            return;
        }
        if (window.isZero()) {
            settle(transaction, item);
            return;
        }
        transaction.update(
                "UPDATE item SET settle_at = clock_timestamp() + $2::bigint * interval '1 millisecond' WHERE id = $1",
                item,
                window.toMillis());
    }

    /** As {@link #settle}, at once; false while a blind label is missing. */
    boolean settleIfComplete(Transaction transaction, UUID item) {
        boolean complete = ratings(transaction, item).blind().size() == 2;
        if (complete) {
            settle(transaction, item);
        }
        return complete;
    }

    /** The item's row is locked, and its labels are complete. */
    void settle(Transaction transaction, UUID item) {
        var row = transaction
                .first(
                        "SELECT dimension, position, subcomponent, campaign_id, clock_timestamp() AS now FROM item"
                                + " WHERE id = $1",
                        found -> found,
                        item)
                .orElseThrow();
        var dimension = Dimension.forNumber(row.getInteger("dimension"));
        var ratings = ratings(transaction, item);
        var state = Adjudication.of(dimension, ratings.blind(), ratings.third());
        if (state instanceof NeedsThird) {
            waitForThird(transaction, item, row);
        } else {
            end(
                    transaction,
                    item,
                    state,
                    ratings.imported(),
                    row.getOffsetDateTime("now").toInstant());
        }
        metrics.counter(
                        "flames.annotation.settled",
                        "dimension",
                        Dimensions.slugOf(dimension),
                        "state",
                        stateOf(state, ratings.imported()).toLowerCase(java.util.Locale.ROOT))
                .increment();
    }

    private void waitForThird(Transaction transaction, UUID item, Row row) {
        transaction.update("UPDATE item SET state = 'THIRD', settle_at = NULL WHERE id = $1", item);
        transaction.update(
                """
                INSERT INTO slot (id, item_id, campaign_id, role, position, subcomponent)
                VALUES (gen_random_uuid(), $1, $2, 2, $3, $4)""",
                item,
                row.getUUID("campaign_id"),
                row.getInteger("position"),
                row.getString("subcomponent"));
    }

    private void end(Transaction transaction, UUID item, Adjudication state, boolean imported, Instant now) {
        transaction.update(
                """
                UPDATE item SET state = $2, score = $3, settle_at = NULL, settled_at = clock_timestamp()
                 WHERE id = $1""",
                item,
                stateOf(state, imported),
                scoreOf(state).map(Integer::shortValue).orElse(null));
        var response = LabelledResponse.of(transaction, item);
        LabelEvents.of(response, state, imported, now)
                .ifPresent(event -> outbox.add(
                        transaction,
                        new OutboxEvent(Topics.LABELS, response.getResponseId(), item, event.toByteArray())));
    }

    private static String stateOf(Adjudication state, boolean imported) {
        if (state instanceof Agreed) {
            return imported ? "IMPORTED" : "AGREED";
        }
        if (state instanceof Decided) {
            return "DECIDED";
        }
        if (state instanceof Undecided) {
            return "UNDECIDED";
        }
        return state instanceof NeedsThird ? "THIRD" : "OPEN";
    }

    private static Optional<Integer> scoreOf(Adjudication state) {
        if (state instanceof Agreed agreed) {
            return Optional.of(agreed.score());
        }
        return state instanceof Decided decided ? Optional.of(decided.score()) : Optional.empty();
    }

    /** @param imported both blind labels were given elsewhere */
    private record Ratings(List<Rating> blind, Optional<Rating> third, boolean imported) {}

    private record OfRole(SlotRole role, Rating rating, boolean imported) {}

    private static Ratings ratings(Transaction transaction, UUID item) {
        var all = transaction.list(RATINGS, Settlement::rating, item, ImportedLabels.LOGIN_PREFIX);
        return new Ratings(
                all.stream()
                        .filter(each -> each.role() == SlotRole.BLIND)
                        .map(OfRole::rating)
                        .toList(),
                all.stream()
                        .filter(each -> each.role() == SlotRole.ADJUDICATOR)
                        .map(OfRole::rating)
                        .findFirst(),
                all.stream().filter(each -> each.role() == SlotRole.BLIND).allMatch(OfRole::imported));
    }

    private static OfRole rating(Row row) {
        Integer score = row.getInteger("score");
        return new OfRole(
                SlotRole.of(row.getInteger("role")),
                new Rating(
                        row.getUUID("annotator_id"),
                        score == null
                                ? new Judgement.CannotJudge(row.getString("reason"))
                                : new Judgement.Scored(score),
                        row.getInteger("guideline_version"),
                        row.getOffsetDateTime("labelled_at").toInstant()),
                row.getBoolean("imported"));
    }
}
