package io.flames.generation.recorded;

import io.flames.contracts.Ids;
import io.flames.generation.GenerationConfig;
import io.flames.generation.client.AnswerText;
import io.flames.generation.client.CallResult.Answer;
import io.flames.generation.client.Outcome;
import io.flames.generation.client.OutcomeClassifier;
import io.flames.generation.outbox.OutboxEvent;
import io.flames.generation.problem.Problem.LineError;
import io.flames.generation.problem.ProblemException;
import io.flames.generation.recorded.RecordedLine.WrongLineException;
import io.flames.generation.release.Release;
import io.flames.generation.run.RunLifecycle;
import io.flames.generation.run.RunTriggerName;
import io.flames.generation.run.StartRun;
import io.flames.generation.target.Target;
import io.flames.generation.target.Targets;
import io.flames.generation.task.ResponseEvents;
import io.flames.generation.task.TaskLease;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Imports a file of answers as a run of a recorded target. Reads the file twice: first to find every error, then to store
 * it in one transaction, so that there is all of it or nothing. The same file for the same release and target version is
 * the same run. On a thread that may wait.
 */
@ApplicationScoped
public class ImportRecording {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int BATCH = 200;
    private static final int BATCH_BYTES = 4 * 1024 * 1024;
    private static final int LISTED = 100;
    private static final int PAGE = 5_000;

    private final Pool database;
    private final Targets targets;
    private final StartRun startRun;
    private final RunLifecycle lifecycle;
    private final int maxTextBytes;

    ImportRecording(
            Pool database, Targets targets, StartRun startRun, RunLifecycle lifecycle, GenerationConfig config) {
        this.database = database;
        this.targets = targets;
        this.startRun = startRun;
        this.lifecycle = lifecycle;
        this.maxTextBytes = config.maxResponseBytes();
    }

    /**
     * What is to be imported.
     *
     * @param allowMissing prompts (or samples of one) without an answer are left out of the run instead of refused
     */
    record Wish(String target, String model, boolean synthetic, Release release, File file, boolean allowMissing) {}

    /**
     * @param read lines that were not blank
     * @param unmatchedLines numbers of the first 100 lines whose prompt is not in the release; they are left out
     * @param missing answers that the release expects and the file lacks
     */
    record Imported(UUID runId, boolean created, long read, long matched, List<Long> unmatchedLines, long missing) {}

    /** @throws ProblemException with the errors by line, and nothing stored */
    Imported importFile(Wish wish) {
        try {
            var index = index(wish.release());
            var survey = survey(wish, index);
            var target = targetOf(wish);
            var started = store(wish, target, index, survey);
            await(lifecycle.settle());
            return new Imported(
                    started.runId(),
                    started.created(),
                    survey.read,
                    survey.matched,
                    List.copyOf(survey.unmatched),
                    survey.missing(index));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hibernate Reactive wants an event loop. */
    private Target targetOf(Wish wish) {
        try {
            return VertxContextSupport.subscribeAndAwait(
                    () -> targets.recorded(wish.target(), wish.model(), wish.synthetic()));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private PromptIndex index(Release release) {
        var index = new PromptIndex();
        for (int from = 0; from < release.promptCount(); from += PAGE) {
            var rows = await(database.preparedQuery(
                            """
                            SELECT position, prompt_id, external_id, text FROM release_prompt
                             WHERE release_id = $1 AND position >= $2 AND position < $3""")
                    .execute(Tuple.of(release.id(), from, from + PAGE)));
            for (var row : rows) {
                index.add(
                        row.getInteger("position"),
                        row.getUUID("prompt_id").toString(),
                        row.getString("external_id"),
                        row.getString("text"));
            }
        }
        return index;
    }

    /** What the first reading finds. */
    private static final class Survey {
        private final List<LineError> errors = new ArrayList<>();
        private final List<Long> unmatched = new ArrayList<>();
        private final Map<Long, Long> lines = new HashMap<>();
        private long read;
        private long matched;
        private int samples = 1;

        long missing(PromptIndex index) {
            return (long) index.size() * samples - matched;
        }
    }

    private Survey survey(Wish wish, PromptIndex index) throws IOException {
        var survey = new Survey();
        try (var file = new RecordedFile(wish.file())) {
            for (boolean more = true; more; ) {
                try {
                    var line = file.next();
                    more = line != null;
                    if (line != null) {
                        note(survey, index, line, file.number());
                    }
                } catch (WrongLineException e) {
                    survey.read++;
                    if (survey.errors.size() < LISTED) {
                        survey.errors.add(e.error());
                    }
                }
            }
        }
        if (!survey.errors.isEmpty()) {
            throw ProblemException.invalidLines("The file has wrong lines; nothing was imported.", survey.errors);
        }
        if (survey.matched == 0) {
            throw ProblemException.invalid(
                    null,
                    "No line answers a prompt of %s; nothing was imported."
                            .formatted(wish.release().name()));
        }
        if (survey.missing(index) > 0 && !wish.allowMissing()) {
            throw ProblemException.invalid(
                    null,
                    "The file lacks %d of the %d answers that %s expects; nothing was imported. With allowMissing=true the others are imported."
                            .formatted(
                                    survey.missing(index),
                                    (long) index.size() * survey.samples,
                                    wish.release().name()));
        }
        return survey;
    }

    private static void note(Survey survey, PromptIndex index, RecordedLine line, long number)
            throws WrongLineException {
        survey.read++;
        var position = index.position(line.key());
        if (position == null) {
            if (survey.unmatched.size() < LISTED) {
                survey.unmatched.add(number);
            }
            return;
        }
        long key = position * 100L + line.sample();
        var first = survey.lines.putIfAbsent(key, number);
        if (first != null) {
            survey.read--;
            throw new WrongLineException(new LineError(
                    number, "prompt", "line %d answers the same prompt; give them samples 0, 1, ...".formatted(first)));
        }
        survey.matched++;
        survey.samples = Math.max(survey.samples, line.sample() + 1);
    }

    private StartRun.Started store(Wish wish, Target target, PromptIndex index, Survey survey) throws IOException {
        var run = new StartRun.Wish(
                Ids.random(),
                target,
                target.latest(),
                wish.release(),
                survey.samples,
                RunTriggerName.RECORDED,
                "recorded/%s/%s/%s"
                        .formatted(
                                digest(wish.file()),
                                wish.release().id(),
                                target.latest().id()));
        var connection = await(database.getConnection());
        try {
            var transaction = await(connection.begin());
            try {
                var started = await(startRun.insert(connection, run));
                if (started.created()) {
                    write(connection, wish, run, index, survey);
                }
                await(transaction.commit());
                startRun.tell(started);
                return started;
            } catch (RuntimeException | IOException e) {
                transaction.rollbackAndForget();
                throw e;
            }
        } finally {
            connection.closeAndForget();
        }
    }

    private void write(SqlConnection connection, Wish wish, StartRun.Wish run, PromptIndex index, Survey survey)
            throws IOException {
        var counts = new HashMap<Outcome, Long>();
        try (var file = new RecordedFile(wish.file())) {
            var batch = new ArrayList<Entry>();
            int bytes = 0;
            for (var line = next(file); line != null; line = next(file)) {
                var position = index.position(line.key());
                if (position != null) {
                    batch.add(new Entry(position, line));
                    bytes += line.response().length() * 3;
                }
                if (batch.size() >= BATCH || bytes >= BATCH_BYTES) {
                    writeBatch(connection, run, batch, counts);
                    batch.clear();
                    bytes = 0;
                }
            }
            writeBatch(connection, run, batch, counts);
        }
        await(connection
                .preparedQuery("DELETE FROM task WHERE run_id = $1 AND state = 0")
                .execute(Tuple.of(run.runId())));
        await(connection
                .preparedQuery(
                        "UPDATE run SET expected = $2, remaining = 0, answered = $3, truncated = $4, empty = $5, filtered_output = $6 WHERE id = $1")
                .execute(Tuple.of(
                        run.runId(),
                        survey.matched,
                        counts.getOrDefault(Outcome.ANSWERED, 0L),
                        counts.getOrDefault(Outcome.TRUNCATED, 0L),
                        counts.getOrDefault(Outcome.EMPTY, 0L),
                        counts.getOrDefault(Outcome.FILTERED_OUTPUT, 0L))));
        await(startRun.announce(connection, run, survey.matched));
    }

    private record Entry(int position, RecordedLine line) {}

    private static @Nullable RecordedLine next(RecordedFile file) throws IOException {
        try {
            return file.next();
        } catch (WrongLineException e) {
            throw new IOException("the file changed while it was imported", e);
        }
    }

    private void writeBatch(SqlConnection connection, StartRun.Wish run, List<Entry> batch, Map<Outcome, Long> counts) {
        if (batch.isEmpty()) {
            return;
        }
        var prompts = new HashMap<Integer, Row>();
        var rows = await(connection
                .preparedQuery("SELECT * FROM release_prompt WHERE release_id = $1 AND position = ANY($2)")
                .execute(Tuple.of(
                        run.release().id(),
                        batch.stream().map(Entry::position).distinct().toArray(Integer[]::new))));
        rows.forEach(row -> prompts.put(row.getInteger("position"), row));
        var answers = batch.stream().map(entry -> answer(entry.line())).toList();
        var events = new ArrayList<OutboxEvent>();
        for (int i = 0; i < batch.size(); i++) {
            var entry = batch.get(i);
            counts.merge(answers.get(i).outcome(), 1L, Long::sum);
            events.add(event(run, entry, prompts.get(entry.position()), answers.get(i)));
        }
        await(connection
                .preparedQuery(
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
                         WHERE k.run_id = $1 AND k.position = u.position AND k.sample = u.sample""")
                .execute(Tuple.tuple()
                        .addValue(run.runId())
                        .addValue(events.get(0).topic())
                        .addValue(events.stream().map(OutboxEvent::key).toArray(String[]::new))
                        .addValue(events.stream().map(OutboxEvent::eventId).toArray(UUID[]::new))
                        .addValue(events.stream()
                                .map(e -> Buffer.buffer(e.payload()))
                                .toArray(Buffer[]::new))
                        .addValue(batch.stream().map(Entry::position).toArray(Integer[]::new))
                        .addValue(batch.stream().map(e -> e.line().sample()).toArray(Integer[]::new))
                        .addValue(answers.stream().map(a -> a.outcome().code()).toArray(Integer[]::new))
                        .addValue(answers.stream().map(Answer::finishReason).toArray(String[]::new))
                        .addValue(answers.stream().map(Answer::returnedModel).toArray(String[]::new))));
    }

    private Answer answer(RecordedLine line) {
        var text = AnswerText.of(line.response(), maxTextBytes);
        var finish = AnswerText.of(line.finishReason(), 200).text();
        return new Answer(
                OutcomeClassifier.outcome(finish, text.text()),
                text.text().isBlank() ? "" : text.text(),
                text.cut(),
                finish,
                AnswerText.of(line.model(), 200).text(),
                0,
                0,
                "");
    }

    private static OutboxEvent event(StartRun.Wish run, Entry entry, Row prompt, Answer answer) {
        var lease = new TaskLease(
                run.runId(),
                entry.position(),
                entry.line().sample(),
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
                answer,
                0,
                Instant.now());
    }

    private static String digest(File file) throws IOException {
        try (var input =
                new DigestInputStream(new java.io.FileInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            input.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(input.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(TIMEOUT);
    }
}
