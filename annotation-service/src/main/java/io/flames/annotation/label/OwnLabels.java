package io.flames.annotation.label;

import io.flames.annotation.AnnotationConfig;
import io.flames.annotation.problem.ProblemException;
import io.flames.annotation.store.Database;
import io.flames.annotation.store.Transaction;
import io.flames.annotation.who.Annotator;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody has in hand, and what of their labels they can still revise. */
@ApplicationScoped
public class OwnLabels {
    private static final String LAST =
            """
            SELECT s.token FROM slot s JOIN item i ON i.id = s.item_id
             WHERE s.annotator_id = $1 AND s.labelled AND ((s.role = 2) = $2)
               AND (s.role < 2 AND i.state = 'OPEN' OR s.role = 2 AND i.state = 'THIRD' OR
            """
                    + GoldWindow.open("$3")
                    + """
            )
             ORDER BY s.labelled_at DESC LIMIT 1""";

    private final Database database;
    private final Tasks tasks;
    private final Spans spans;
    private final Duration window;

    OwnLabels(Database database, Tasks tasks, Spans spans, AnnotationConfig config) {
        this.database = database;
        this.tasks = tasks;
        this.spans = spans;
        this.window = config.labels().revisionWindow();
    }

    /**
     * A slot in hand, with the label that it has.
     *
     * @param task with opinions where it is to be decided, else with none
     * @param third to be decided, not labelled blind
     * @param label empty while there is none
     */
    public record InHand(AdjudicationTask task, boolean third, Optional<OwnLabel> label) {}

    /**
     * An own label.
     *
     * @param revision from 1
     * @param score null where they could not judge
     * @param cannotJudge why not; null where there is a score
     */
    public record OwnLabel(
            int revision, @Nullable Integer score, @Nullable String cannotJudge, String comment, List<Span> spans) {}

    /**
     * The lease of their newest label that can be revised.
     *
     * @param third of those that they decided, not of those that they labelled blind
     */
    public Optional<UUID> last(Annotator annotator, boolean third) {
        return database.read(transaction ->
                transaction.first(LAST, row -> row.getUUID("token"), annotator.id(), third, window.toMillis()));
    }

    /** Leases that they hold, of whatever campaign, blind or not. */
    public List<UUID> held(Annotator annotator) {
        return database.read(transaction -> SlotPick.held(transaction, annotator).stream()
                .map(SlotPick.HeldToken::token)
                .toList());
    }

    /**
     * What they hold, or have labelled and can revise.
     *
     * @throws ProblemException 404 for a token that never was one, 403 for another's, 409 for what is no longer theirs
     */
    public InHand show(Annotator annotator, UUID token) {
        return database.inTransaction(transaction -> {
            var held = Held.lock(transaction, annotator, token, window);
            if (!held.labelled()) {
                held.requireHeld();
            } else if (!held.current() || !held.isRevisable()) {
                throw ProblemException.conflict("This item is adjudicated; its labels stay as they are.");
            }
            var label = held.labelled() ? Optional.of(label(transaction, token)) : Optional.<OwnLabel>empty();
            var third = held.role() == SlotRole.ADJUDICATOR;
            var task = third
                    ? tasks.adjudication(transaction, token)
                    : new AdjudicationTask(tasks.task(transaction, token), List.of());
            return new InHand(task, third, label);
        });
    }

    private OwnLabel label(Transaction transaction, UUID token) {
        return transaction
                .first("SELECT revision, score, reason, comment, spans FROM slot WHERE token = $1", this::label, token)
                .orElseThrow();
    }

    private OwnLabel label(Row row) {
        return new OwnLabel(
                row.getInteger("revision"),
                row.getInteger("score"),
                row.getString("reason"),
                row.getString("comment"),
                spans.read(row.getString("spans")));
    }
}
