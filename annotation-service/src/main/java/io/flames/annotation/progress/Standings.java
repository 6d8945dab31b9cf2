package io.flames.annotation.progress;

import io.flames.annotation.AnnotationConfig;
import io.flames.annotation.care.CareDecision;
import io.flames.annotation.label.Pace;
import io.flames.annotation.progress.Standing.GoldFigures;
import io.flames.annotation.store.Database;
import io.flames.annotation.store.Transaction;
import io.flames.annotation.who.Annotator;
import io.flames.annotation.who.Role;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Derives standings by query. */
@ApplicationScoped
public class Standings {
    private static final String COUNTS =
            """
            SELECT count(*) FILTER (WHERE role <> 2) AS labels, count(*) FILTER (WHERE score IS NULL) AS cannot_judge,
                   count(*) FILTER (WHERE role = 2) AS adjudications,
                   (SELECT count(*) FROM skipped k WHERE k.annotator_id = $1) AS skipped
              FROM slot WHERE annotator_id = $1 AND labelled""";

    /** For leads. */
    private static final String GOLD_BY_WEEK =
            """
            SELECT date_trunc('week', h.labelled_at AT TIME ZONE $2)::date AS first,
                   date_trunc('week', h.labelled_at AT TIME ZONE $2)::date + 6 AS last, count(*) AS labelled,
                   count(*) FILTER (WHERE h.score = g.score) AS correct
              FROM label_history h JOIN item i ON i.id = h.item_id JOIN gold g ON g.id = i.gold_id
             WHERE h.annotator_id = $1 AND h.revision = 1 AND h.score IS NOT NULL
             GROUP BY 1 ORDER BY 1""";

    /** For themselves. A block is full, and its day over: neither figure nor moment points at an item. */
    private static final String GOLD_BY_BLOCK =
            """
            WITH own AS (
                SELECT h.labelled_at, h.score, g.score AS known,
                       (row_number() OVER (ORDER BY h.sequence) - 1) / $3::int AS block
                  FROM label_history h JOIN item i ON i.id = h.item_id JOIN gold g ON g.id = i.gold_id
                 WHERE h.annotator_id = $1 AND h.revision = 1)
            SELECT (min(labelled_at) AT TIME ZONE $2)::date AS first, (max(labelled_at) AT TIME ZONE $2)::date AS last,
                   count(score) AS labelled, count(*) FILTER (WHERE score = known) AS correct
              FROM own GROUP BY block
            HAVING count(*) = $3::int
               AND (max(labelled_at) AT TIME ZONE $2)::date < (clock_timestamp() AT TIME ZONE $2)::date
             ORDER BY block""";

    private final Database database;
    private final Pace pace;
    private final String zone;
    private final int goldBlock;

    Standings(Database database, Pace pace, AnnotationConfig config) {
        this.database = database;
        this.pace = pace;
        this.zone = config.care().zone().getId();
        this.goldBlock = config.campaigns().goldBlock();
    }

    /** Of oneself. */
    public Standing of(Annotator annotator) {
        return database.read(transaction -> standing(
                transaction,
                annotator,
                annotator.login(),
                transaction.list(GOLD_BY_BLOCK, Standings::gold, annotator.id(), zone, goldBlock)));
    }

    /** Of everybody, by pseudonym, for leads. */
    public List<Standing> all() {
        return database.read(transaction -> transaction
                .list(
                        "SELECT id, opted_out FROM annotator ORDER BY created_at, id",
                        row -> new Annotator(
                                row.getUUID("id"), "", Set.of(), List.of(row.getArrayOfStrings("opted_out"))))
                .stream()
                .map(annotator -> standing(
                        transaction,
                        annotator,
                        null,
                        transaction.list(GOLD_BY_WEEK, Standings::gold, annotator.id(), zone)))
                .toList());
    }

    private Standing standing(
            Transaction transaction, Annotator annotator, @Nullable String login, List<GoldFigures> gold) {
        var counts = transaction.first(COUNTS, row -> row, annotator.id()).orElseThrow();
        var decision = pace.decide(transaction, annotator);
        var goOn = decision instanceof CareDecision.MayGoOn may ? may : null;
        return new Standing(
                annotator.id(),
                login,
                annotator.roles().stream().map(Role::roleName).sorted().toList(),
                annotator.optedOut(),
                counts.getLong("labels"),
                counts.getLong("cannot_judge"),
                counts.getLong("adjudications"),
                counts.getLong("skipped"),
                end(decision),
                reason(decision),
                goOn == null ? null : goOn.leftInSession(),
                goOn == null ? null : goOn.leftToday(),
                gold);
    }

    private static GoldFigures gold(Row row) {
        return new GoldFigures(
                row.getLocalDate("first"), row.getLocalDate("last"), row.getLong("labelled"), row.getLong("correct"));
    }

    private static @Nullable Instant end(CareDecision decision) {
        if (decision instanceof CareDecision.BreakUntil pause) {
            return pause.end();
        }
        return decision instanceof CareDecision.DoneForToday done ? done.next() : null;
    }

    private static @Nullable String reason(CareDecision decision) {
        if (decision instanceof CareDecision.BreakUntil pause) {
            return pause.reason().name().toLowerCase(Locale.ROOT);
        }
        return decision instanceof CareDecision.DoneForToday ? "day_full" : null;
    }
}
