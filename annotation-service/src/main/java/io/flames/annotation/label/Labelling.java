package io.flames.annotation.label;

import io.flames.annotation.AnnotationConfig;
import io.flames.annotation.outbox.Outbox;
import io.flames.annotation.problem.ProblemException;
import io.flames.annotation.store.Database;
import io.flames.annotation.store.Transaction;
import io.flames.annotation.who.Annotator;
import io.flames.annotation.who.Annotators;
import io.flames.contracts.Dimensions;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes labels in. A label is stored with its line of history in one transaction, under the token of its lease; what comes
 * again under the same token gives the same receipt and changes nothing. A label is its annotator's to revise until the
 * item is adjudicated.
 */
@ApplicationScoped
public class Labelling {
    private final Database database;
    private final Settlement settlement;
    private final Outbox outbox;
    private final Spans spans;
    private final LabelRules rules;
    private final Duration window;
    private final MeterRegistry metrics;

    Labelling(
            Database database,
            Settlement settlement,
            Outbox outbox,
            Spans spans,
            AnnotationConfig config,
            MeterRegistry metrics) {
        this.database = database;
        this.settlement = settlement;
        this.outbox = outbox;
        this.spans = spans;
        this.rules =
                new LabelRules(config.labels().maxComment(), config.labels().maxSpans());
        this.window = config.labels().revisionWindow();
        this.metrics = metrics;
    }

    /**
     * Stores the label of a slot that they hold, blind or as the third.
     *
     * @throws ProblemException 404 for a token that never was one, 403 for another's, 409 for one that is no longer held
     *     or has another label already, 422 for what is no label here; nothing is changed then
     */
    public Receipt submit(Annotator annotator, UUID token, LabelRequest request) {
        return store(annotator, token, 1, request);
    }

    /**
     * Replaces an own label.
     *
     * @param revision of the label that is replaced, from 1
     * @throws ProblemException as {@link #submit}; 409 too when the item is adjudicated, or the label was revised since
     */
    public Receipt revise(Annotator annotator, UUID token, int revision, LabelRequest request) {
        return store(annotator, token, revision + 1, request);
    }

    private Receipt store(Annotator annotator, UUID token, int revision, LabelRequest request) {
        var receipt = database.inTransaction(transaction -> {
            Annotators.oneAtATime(transaction, annotator);
            var held = Held.lock(transaction, annotator, token, window);
            var draft = check(request, held);
            var earlier = receipt(transaction, token, revision);
            if (earlier.isPresent()) {
                return replayed(earlier.get(), draft);
            }
            requireOpen(held, revision);
            return store(transaction, annotator, held, revision, draft);
        });
        outbox.wake();
        return receipt;
    }

    private LabelDraft check(LabelRequest request, Held held) {
        try {
            return rules.check(request, held.dimension(), held.response());
        } catch (LabelRules.Broken broken) {
            throw ProblemException.invalid(broken.field(), broken.getMessage());
        }
    }

    private static void requireOpen(Held held, int revision) {
        if (revision == 1) {
            held.requireHeld();
            return;
        }
        if (!held.current() || !held.labelled()) {
            throw ProblemException.conflict("There is no label under this lease that could be revised.");
        }
        if (held.revision() != revision - 1) {
            throw ProblemException.conflict(
                    "This label has revision %d now, not %d.".formatted(held.revision(), revision - 1));
        }
        if (!held.isRevisable()) {
            throw ProblemException.conflict("This item is adjudicated; its labels stay as they are.");
        }
    }

    private Receipt replayed(StoredLabel earlier, LabelDraft draft) {
        if (!earlier.isSame(draft, spans)) {
            throw ProblemException.conflict("Another label is stored under this lease already; it can be revised.");
        }
        return earlier.receipt();
    }

    private Receipt store(Transaction transaction, Annotator annotator, Held held, int revision, LabelDraft draft) {
        transaction.update(
                """
                UPDATE slot SET labelled = true, revision = $2, score = $3, reason = $4, comment = $5, spans = $6,
                       labelled_at = coalesce(labelled_at, clock_timestamp())
                 WHERE id = $1""",
                held.slot(),
                revision,
                draft.score().map(Integer::shortValue).orElse(null),
                draft.reason().orElse(null),
                draft.comment(),
                spans.write(draft.spans()));
        transaction.update(
                """
                INSERT INTO label_history (slot_id, item_id, campaign_id, annotator_id, role, token, revision, score,
                                           reason, comment, spans, guideline_version, labelled_at)
                SELECT id, item_id, campaign_id, annotator_id, role, token, revision, score, reason, comment, spans,
                       guideline_version, clock_timestamp()
                  FROM slot WHERE id = $1""",
                held.slot());
        transaction.update("UPDATE lease SET ended = 'LABELLED' WHERE token = $1", held.token());
        if (held.role() != SlotRole.GOLD) {
            settlement.labelled(transaction, held.item(), held.role(), window);
        }
        metrics.counter(
                        "flames.annotation.labels",
                        "dimension",
                        Dimensions.slugOf(held.dimension()),
                        "kind",
                        revision == 1 ? "label" : "revision")
                .increment();
        return receipt(transaction, held.token(), revision).orElseThrow().receipt();
    }

    private record StoredLabel(Receipt receipt, String comment, String spans) {
        boolean isSame(LabelDraft draft, Spans format) {
            return Optional.ofNullable(receipt.score()).equals(draft.score())
                    && Optional.ofNullable(receipt.cannotJudge()).equals(draft.reason())
                    && comment.equals(draft.comment())
                    && format.read(spans).equals(draft.spans());
        }
    }

    private static Optional<StoredLabel> receipt(Transaction transaction, UUID token, int revision) {
        return transaction.first(
                """
                SELECT score, reason, comment, spans, labelled_at FROM label_history
                 WHERE token = $1 AND revision = $2""",
                row -> stored(row, token, revision),
                token,
                revision);
    }

    private static StoredLabel stored(Row row, UUID token, int revision) {
        return new StoredLabel(
                new Receipt(
                        token,
                        revision,
                        row.getInteger("score"),
                        row.getString("reason"),
                        row.getOffsetDateTime("labelled_at").toInstant()),
                row.getString("comment"),
                row.getString("spans"));
    }
}
