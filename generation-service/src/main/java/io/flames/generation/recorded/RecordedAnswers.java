package io.flames.generation.recorded;

import io.flames.generation.client.AnswerText;
import io.flames.generation.client.CallResult.Answer;
import io.flames.generation.client.Outcome;
import io.flames.generation.client.OutcomeClassifier;
import io.flames.generation.outbox.OutboxEvent;
import io.flames.generation.recorded.RecordedLine.WrongLineException;
import io.flames.generation.run.StartRun;
import io.flames.generation.task.ResponseEvents;
import io.flames.generation.task.TaskLease;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stores the answers of a file as the ended tasks of a run, with their events, in the transaction of a connection. This is
 * the file's second reading; it goes batch by batch, as a file may be larger than the memory.
 */
final class RecordedAnswers {
    private static final int BATCH = 200;
    private static final int BATCH_BYTES = 4 * 1024 * 1024;
    /** A char of Java has at most so many bytes of UTF-8. */
    private static final int BYTES_A_CHAR = 3;

    private static final int NAME_BYTES = 200;

    private static final String STORE =
            """
            WITH told AS (
                INSERT INTO outbox (topic, key, event_id, payload)
                SELECT $2, u.key, u.event_id, u.payload
                  FROM unnest($3::text[], $4::uuid[], $5::bytea[]) AS u(key, event_id, payload))
            UPDATE task k
               SET state = 2, outcome = u.outcome, finish_reason = u.finish_reason,
                   returned_model = u.model, ended_at = clock_timestamp()
              FROM unnest($6::int[], $7::int[], $8::int[], $9::text[], $10::text[])
                AS u(position, sample, outcome, finish_reason, model)
             WHERE k.run_id = $1 AND k.position = u.position AND k.sample = u.sample""";

    private final SqlConnection connection;
    private final StartRun.Wish run;
    private final int maxTextBytes;
    private final Duration timeout;
    private final List<Entry> batch = new ArrayList<>();
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private int batchBytes;

    /** @param timeout of each statement */
    RecordedAnswers(SqlConnection connection, StartRun.Wish run, int maxTextBytes, Duration timeout) {
        this.connection = connection;
        this.run = run;
        this.maxTextBytes = maxTextBytes;
        this.timeout = timeout;
    }

    /** An answer and the task that it ends. */
    private record Entry(int position, int sample, Answer answer) {}

    /** Returns how many answers there are of each outcome. */
    Map<Outcome, Long> store(File file, PromptIndex index) throws IOException {
        try (var lines = new RecordedFile(file)) {
            for (var line = next(lines); line != null; line = next(lines)) {
                var position = index.position(line.key());
                if (position != null) {
                    add(new Entry(position, line.sample(), answer(line)));
                }
            }
        }
        storeBatch();
        return counts;
    }

    private static @Nullable RecordedLine next(RecordedFile lines) throws IOException {
        try {
            return lines.next();
        } catch (WrongLineException e) {
            throw new IOException("the file changed while it was imported", e);
        }
    }

    private void add(Entry entry) {
        counts.merge(entry.answer().outcome(), 1L, Long::sum);
        batch.add(entry);
        batchBytes += entry.answer().text().length() * BYTES_A_CHAR;
        if (batch.size() >= BATCH || batchBytes >= BATCH_BYTES) {
            storeBatch();
        }
    }

    private void storeBatch() {
        if (batch.isEmpty()) {
            return;
        }
        var prompts = prompts();
        var events = batch.stream()
                .map(entry -> event(entry, prompts.get(entry.position())))
                .toList();
        execute(
                STORE,
                Tuple.tuple()
                        .addValue(run.runId())
                        .addValue(events.get(0).topic())
                        .addValue(events.stream().map(OutboxEvent::key).toArray(String[]::new))
                        .addValue(events.stream().map(OutboxEvent::eventId).toArray(UUID[]::new))
                        .addValue(events.stream()
                                .map(event -> Buffer.buffer(event.payload()))
                                .toArray(Buffer[]::new))
                        .addValue(numbers(Entry::position))
                        .addValue(numbers(Entry::sample))
                        .addValue(numbers(entry -> entry.answer().outcome().code()))
                        .addValue(texts(entry -> entry.answer().finishReason()))
                        .addValue(texts(entry -> entry.answer().returnedModel())));
        batch.clear();
        batchBytes = 0;
    }

    private Integer[] numbers(Function<Entry, Integer> column) {
        return batch.stream().map(column).toArray(Integer[]::new);
    }

    private String[] texts(Function<Entry, String> column) {
        return batch.stream().map(column).toArray(String[]::new);
    }

    /** Those of the batch, by position. */
    private Map<Integer, Row> prompts() {
        var prompts = new HashMap<Integer, Row>();
        execute(
                        "SELECT * FROM release_prompt WHERE release_id = $1 AND position = ANY($2)",
                        Tuple.of(
                                run.release().id(),
                                batch.stream().map(Entry::position).distinct().toArray(Integer[]::new)))
                .forEach(row -> prompts.put(row.getInteger("position"), row));
        return prompts;
    }

    private RowSet<Row> execute(String sql, Tuple parameters) {
        return connection.preparedQuery(sql).execute(parameters).await().atMost(timeout);
    }

    private Answer answer(RecordedLine line) {
        var text = AnswerText.of(line.response(), maxTextBytes);
        var finish = AnswerText.of(line.finishReason(), NAME_BYTES).text();
        return new Answer(
                OutcomeClassifier.outcome(finish, text.text()),
                text.text().isBlank() ? "" : text.text(),
                text.cut(),
                finish,
                AnswerText.of(line.model(), NAME_BYTES).text(),
                0,
                0,
                "");
    }

    private OutboxEvent event(Entry entry, Row prompt) {
        var lease = new TaskLease(
                run.runId(),
                entry.position(),
                entry.sample(),
                0,
                0,
                0,
                0,
                run.release().id(),
                run.version().id(),
                prompt.getUUID("prompt_id"),
                prompt.getInteger("dimension"),
                prompt.getString("subcomponent"),
                prompt.getString("attack_method"),
                prompt.getString("language"),
                prompt.getString("text"));
        return ResponseEvents.collected(
                lease,
                run.target().name(),
                run.version().number(),
                run.version().frozen().synthetic(),
                entry.answer(),
                0,
                Instant.now());
    }
}
