package io.flames.annotation.progress;

import io.flames.annotation.AnnotationConfig;
import io.flames.annotation.care.CareDecision;
import io.flames.annotation.label.Pace;
import io.flames.annotation.progress.Standing.GoldWeek;
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
import java.util.UUID;
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

    /** The first label counts: these very figures tell, afterwards, which item was a gold one. */
    private static final String GOLD =
            """
            SELECT date_trunc('week', h.labelled_at AT TIME ZONE $2)::date AS monday, count(*) AS labelled,
                   count(*) FILTER (WHERE h.score = g.score) AS correct
              FROM label_history h JOIN item i ON i.id = h.item_id JOIN gold g ON g.id = i.gold_id
             WHERE h.annotator_id = $1 AND h.revision = 1 AND h.score IS NOT NULL
             GROUP BY 1 ORDER BY 1""";

    private final Database database;
    private final Pace pace;
    private final String zone;

    Standings(Database database, Pace pace, AnnotationConfig config) {
        this.database = database;
        this.pace = pace;
        this.zone = config.care().zone().getId();
    }

    /** Of oneself. */
    public Standing of(Annotator annotator) {
        return database.read(transaction -> standing(transaction, annotator, annotator.login()));
    }

    /** Of everybody, by pseudonym, for leads. */
    public List<Standing> all() {
        return database.read(transaction -> transaction
                .list(
                        "SELECT id, opted_out FROM annotator ORDER BY created_at, id",
                        row -> new Annotator(
                                row.getUUID("id"), "", Set.of(), List.of(row.getArrayOfStrings("opted_out"))))
                .stream()
                .map(annotator -> standing(transaction, annotator, null))
                .toList());
    }

    private Standing standing(Transaction transaction, Annotator annotator, @Nullable String login) {
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
                gold(transaction, annotator.id()));
    }

    private List<GoldWeek> gold(Transaction transaction, UUID annotator) {
        return transaction.list(GOLD, Standings::week, annotator, zone);
    }

    private static GoldWeek week(Row row) {
        return new GoldWeek(row.getLocalDate("monday"), row.getLong("labelled"), row.getLong("correct"));
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
