package io.flames.annotation.transfer;

import io.flames.annotation.exchange.HistoryEntry;
import io.flames.annotation.exchange.HistoryEntry.Action;
import io.flames.annotation.exchange.HistoryItem;
import io.flames.annotation.exchange.KnownItems.KnownItem;
import io.flames.annotation.exchange.Task;
import io.flames.annotation.exchange.TaskLabel;
import io.flames.annotation.guideline.Guidelines;
import io.flames.annotation.label.Judgement;
import io.flames.annotation.label.Spans;
import io.flames.annotation.store.Database;
import io.flames.annotation.store.Transaction;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what goes into files. Gold items stay here. */
@ApplicationScoped
class Exports {
    private static final int PAGE = 200;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private static final String ITEMS =
            """
            SELECT i.*, c.name AS campaign_name, r.target_name, r.target_version, r.attack_method, r.prompt, r.text
              FROM item i
              JOIN campaign c ON c.id = i.campaign_id
              JOIN response r ON r.response_id = i.response_id AND r.revision = i.revision
             WHERE i.campaign_id = $1 AND i.id > $2 AND ($3::smallint IS NULL OR i.dimension = $3)
               AND ($4 = false OR i.state = 'OPEN'
                    AND NOT EXISTS (SELECT FROM slot s WHERE s.item_id = i.id AND s.labelled))
             ORDER BY i.id LIMIT $5""";

    private static final String HISTORY =
            """
            SELECT h.*, starts_with(a.login, 'import/') AS imported
              FROM label_history h JOIN annotator a ON a.id = h.annotator_id
             WHERE h.item_id = ANY($1) ORDER BY h.sequence""";

    private static final String SKIPPED =
            "SELECT item_id, annotator_id, skipped_at FROM skipped WHERE item_id = ANY($1)";

    private final Database database;
    private final Guidelines guidelines;
    private final Spans spans;

    Exports(Database database, Guidelines guidelines, Spans spans) {
        this.database = database;
        this.guidelines = guidelines;
        this.spans = spans;
    }

    /**
     * For labelling elsewhere, or to look at.
     *
     * @param unlabelled only items that nobody has labelled yet
     */
    Iterator<Task> tasks(UUID campaign, Optional<Dimension> dimension, boolean unlabelled) {
        return new Pages<>(last -> database.read(transaction -> {
            var rows = items(transaction, campaign, dimension, unlabelled, last == null ? null : last.item());
            var history = unlabelled ? Map.<UUID, List<HistoryEntry>>of() : history(transaction, rows);
            return rows.stream()
                    .map(row -> task(row, history.getOrDefault(row.getUUID("id"), List.of())))
                    .toList();
        }));
    }

    /** All that happened. */
    Iterator<HistoryItem> history(UUID campaign, Optional<Dimension> dimension) {
        return new Pages<>(last -> database.read(transaction -> {
            var rows = items(transaction, campaign, dimension, false, last == null ? null : last.item());
            var history = history(transaction, rows);
            return rows.stream()
                    .map(row -> item(row, history.getOrDefault(row.getUUID("id"), List.of())))
                    .toList();
        }));
    }

    /** What a file may have labels for. */
    Optional<KnownItem> known(UUID campaign, UUID item) {
        return database.read(transaction -> transaction.first(
                """
                SELECT i.dimension, r.prompt, r.text FROM item i
                  JOIN response r ON r.response_id = i.response_id AND r.revision = i.revision
                 WHERE i.id = $1 AND i.campaign_id = $2""",
                row -> new KnownItem(dimension(row), row.getString("prompt"), row.getString("text")),
                item,
                campaign));
    }

    private static List<Row> items(
            Transaction transaction,
            UUID campaign,
            Optional<Dimension> dimension,
            boolean unlabelled,
            @Nullable String after) {
        return transaction.list(
                ITEMS,
                row -> row,
                campaign,
                after == null ? BEFORE_ALL : UUID.fromString(after),
                dimension.map(d -> (short) d.getNumber()).orElse(null),
                unlabelled,
                PAGE);
    }

    private Map<UUID, List<HistoryEntry>> history(Transaction transaction, List<Row> items) {
        var ids = items.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new);
        var history = new HashMap<UUID, List<HistoryEntry>>();
        transaction.list(HISTORY, row -> row, (Object) ids).forEach(row -> history.computeIfAbsent(
                        row.getUUID("item_id"), id -> new ArrayList<>())
                .add(label(row)));
        transaction.list(SKIPPED, row -> row, (Object) ids).forEach(row -> history.computeIfAbsent(
                        row.getUUID("item_id"), id -> new ArrayList<>())
                .add(skip(row)));
        history.values().forEach(entries -> entries.sort(Comparator.comparing(HistoryEntry::at)));
        return history;
    }

    private HistoryEntry label(Row row) {
        Integer score = row.getInteger("score");
        return new HistoryEntry(
                row.getOffsetDateTime("labelled_at").toInstant(),
                row.getUUID("annotator_id").toString(),
                action(row),
                Optional.of(
                        score == null
                                ? new Judgement.CannotJudge(row.getString("reason"))
                                : new Judgement.Scored(score)),
                row.getString("comment"),
                spans.read(row.getString("spans")),
                OptionalInt.of(row.getInteger("guideline_version")));
    }

    private static Action action(Row row) {
        if (row.getBoolean("imported")) {
            return Action.IMPORTED;
        }
        if (row.getInteger("role") == 2) {
            return Action.DECIDED;
        }
        return row.getInteger("revision") == 1 ? Action.LABELLED : Action.REVISED;
    }

    private static HistoryEntry skip(Row row) {
        return new HistoryEntry(
                row.getOffsetDateTime("skipped_at").toInstant(),
                row.getUUID("annotator_id").toString(),
                Action.SKIPPED,
                Optional.empty(),
                "",
                List.of(),
                OptionalInt.empty());
    }

    private Task task(Row row, List<HistoryEntry> history) {
        var dimension = dimension(row);
        var labels = new HashMap<String, TaskLabel>();
        history.stream().filter(entry -> entry.action() != Action.DECIDED).forEach(entry -> entry.judgement()
                .ifPresent(judgement -> labels.put(
                        entry.by(),
                        new TaskLabel(
                                entry.by(), judgement, entry.comment(), entry.spans(), Optional.of(entry.at())))));
        return new Task(
                row.getUUID("id").toString(),
                dimension,
                row.getString("subcomponent"),
                row.getString("prompt"),
                row.getString("text"),
                guidelines.newest(dimension),
                labels.values().stream()
                        .sorted(Comparator.comparing(TaskLabel::rater))
                        .toList());
    }

    private static HistoryItem item(Row row, List<HistoryEntry> history) {
        Integer score = row.getInteger("score");
        return new HistoryItem(
                row.getUUID("id").toString(),
                row.getString("campaign_name"),
                row.getUUID("response_id").toString(),
                row.getInteger("revision"),
                row.getString("target_name") + "@" + row.getInteger("target_version"),
                dimension(row),
                row.getString("subcomponent"),
                row.getString("attack_method"),
                row.getString("prompt"),
                row.getString("text"),
                HistoryItem.Stratum.valueOf(row.getString("stratum")),
                row.getDouble("inclusion_probability"),
                HistoryItem.State.valueOf(row.getString("state")),
                score == null ? OptionalInt.empty() : OptionalInt.of(score),
                history);
    }

    private static Dimension dimension(Row row) {
        return Dimension.forNumber(row.getInteger("dimension"));
    }
}
