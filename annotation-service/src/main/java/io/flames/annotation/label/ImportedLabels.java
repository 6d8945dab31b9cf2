package io.flames.annotation.label;

import io.flames.annotation.outbox.Outbox;
import io.flames.annotation.problem.ProblemException;
import io.flames.annotation.store.Database;
import io.flames.annotation.store.Transaction;
import io.flames.annotation.who.Annotators;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes in labels that were given in another tool, as blind labels of open items: all of them or none. Who labelled there
 * gets a pseudonym here, one for their name whatever the tool. Two that agree end the item as imported; two that differ
 * leave it to a third here. A label that is here already is passed over, so that a file can come again.
 */
@ApplicationScoped
public class ImportedLabels {
    /** No login name has a slash. */
    static final String LOGIN_PREFIX = Annotators.FROM_ELSEWHERE;

    private final Database database;
    private final Settlement settlement;
    private final Outbox outbox;
    private final Spans spans;
    private final Raters raters;

    ImportedLabels(Database database, Settlement settlement, Outbox outbox, Spans spans, Raters raters) {
        this.raters = raters;
        this.database = database;
        this.settlement = settlement;
        this.outbox = outbox;
        this.spans = spans;
    }

    /**
     * A label from elsewhere, checked.
     *
     * @param rater their name there
     * @param at when; empty where the tool does not tell
     */
    public record Label(UUID item, String rater, int guidelineVersion, LabelDraft draft, Optional<Instant> at) {}

    /**
     * @param labels stored
     * @param known were here already
     * @param complete items that have both their labels now
     */
    public record Taken(int labels, int known, int complete) {}

    /**
     * @throws ProblemException 409 naming the first item that takes no such label: it has its labels, somebody is
     *     labelling it, the rater said something else before, or is one who labels here; nothing is changed then
     */
    public Taken take(UUID campaign, List<Label> labels) {
        var ordered = labels.stream()
                .sorted(Comparator.comparing(Label::item)
                        .thenComparing(label -> label.at().orElse(Instant.EPOCH)))
                .toList();
        var taken = database.inTransaction(transaction -> take(transaction, campaign, ordered));
        outbox.wake();
        return taken;
    }

    private Taken take(Transaction transaction, UUID campaign, List<Label> labels) {
        var found = raters.of(transaction, labels.stream().map(Label::rater).toList());
        int known = 0;
        int complete = 0;
        for (var label : labels) {
            var rater = Objects.requireNonNull(found.get(label.rater()));
            lockOpen(transaction, campaign, label.item());
            if (isKnown(transaction, rater, label)) {
                known++;
                continue;
            }
            if (rater.logsIn()) {
                throw refused(label, "it has no label here of the annotator that it names, who labels here themselves");
            }
            complete += store(transaction, rater.id(), label) ? 1 : 0;
        }
        return new Taken(labels.size() - known, known, complete);
    }

    private static void lockOpen(Transaction transaction, UUID campaign, UUID item) {
        var found = transaction.first(
                "SELECT id FROM item WHERE id = $1 AND campaign_id = $2 AND gold_id IS NULL FOR UPDATE",
                row -> row,
                item,
                campaign);
        if (found.isEmpty()) {
            throw ProblemException.notFound("The campaign has no item " + item + ".");
        }
    }

    private boolean isKnown(Transaction transaction, Raters.Rater rater, Label label) {
        return transaction
                .first(
                        "SELECT score, reason, comment, spans FROM slot WHERE item_id = $1 AND annotator_id = ANY($2)",
                        row -> row,
                        label.item(),
                        rater.all().toArray(UUID[]::new))
                .map(row -> {
                    var draft = label.draft();
                    if (!Optional.ofNullable(row.getInteger("score")).equals(draft.score())
                            || !Optional.ofNullable(row.getString("reason")).equals(draft.reason())
                            || !row.getString("comment").equals(draft.comment())
                            || !spans.read(row.getString("spans")).equals(draft.spans())) {
                        throw refused(label, "this rater's label of it is here already, and another one");
                    }
                    return true;
                })
                .orElse(false);
    }

    /** Whether the item has both its labels now. */
    private boolean store(Transaction transaction, UUID rater, Label label) {
        var slot = transaction
                .first(
                        """
                        SELECT s.id, s.campaign_id FROM slot s JOIN item i ON i.id = s.item_id
                         WHERE s.item_id = $1 AND s.role < 2 AND NOT s.labelled AND i.state = 'OPEN'
                           AND (s.leased_until IS NULL OR s.leased_until <= clock_timestamp())
                         ORDER BY s.role LIMIT 1 FOR UPDATE OF s SKIP LOCKED""",
                        row -> row,
                        label.item())
                .orElseThrow(() -> refused(label, "it has its two labels, or somebody is labelling it"));
        var token = UUID.randomUUID();
        transaction.update(
                """
                UPDATE slot SET annotator_id = $2, token = $3, leased_until = NULL, guideline_version = $4,
                       labelled = true, revision = 1, score = $5, reason = $6, comment = $7, spans = $8,
                       labelled_at = least(coalesce($9::timestamptz, clock_timestamp()), clock_timestamp())
                 WHERE id = $1""",
                slot.getUUID("id"),
                rater,
                token,
                label.guidelineVersion(),
                label.draft().score().map(Integer::shortValue).orElse(null),
                label.draft().reason().orElse(null),
                label.draft().comment(),
                spans.write(label.draft().spans()),
                at(label));
        transaction.update(
                "INSERT INTO lease (token, slot_id, campaign_id, annotator_id, ended) VALUES ($1, $2, $3, $4, 'LABELLED')",
                token,
                slot.getUUID("id"),
                slot.getUUID("campaign_id"),
                rater);
        transaction.update(
                """
                INSERT INTO label_history (slot_id, item_id, campaign_id, annotator_id, role, token, revision, score,
                                           reason, comment, spans, guideline_version, labelled_at)
                SELECT id, item_id, campaign_id, annotator_id, role, token, revision, score, reason, comment, spans,
                       guideline_version, labelled_at
                  FROM slot WHERE id = $1""",
                slot.getUUID("id"));
        return settlement.settleIfComplete(transaction, label.item());
    }

    private static @Nullable Object at(Label label) {
        return label.at().map(instant -> instant.atOffset(ZoneOffset.UTC)).orElse(null);
    }

    private static ProblemException refused(Label label, String why) {
        return ProblemException.conflict("Item " + label.item() + ": " + why + ". Nothing was imported.");
    }
}
