package io.flames.generation.recorded;

import io.flames.contracts.Ids;
import io.flames.generation.GenerationConfig;
import io.flames.generation.client.Outcome;
import io.flames.generation.problem.ProblemException;
import io.flames.generation.release.Release;
import io.flames.generation.run.RunLifecycle;
import io.flames.generation.run.RunTriggerName;
import io.flames.generation.run.StartRun;
import io.flames.generation.target.Target;
import io.flames.generation.target.Targets;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Imports a file of answers as a run of a recorded target. Reads the file twice: first to find every error, then to store
 * it in one transaction, so that there is all of it or nothing. The same file for the same release and target version is
 * the same run. On a thread that may wait.
 */
@ApplicationScoped
public class ImportRecording {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
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
            var survey = RecordingSurvey.of(wish.file(), index);
            survey.check(wish.release().name(), wish.allowMissing());
            var target = targetOf(wish);
            var started = store(wish, target, index, survey);
            await(lifecycle.settle());
            return new Imported(
                    started.runId(),
                    started.created(),
                    survey.read(),
                    survey.matched(),
                    survey.unmatched(),
                    survey.missing());
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

    private StartRun.Started store(Wish wish, Target target, PromptIndex index, RecordingSurvey survey)
            throws IOException {
        var run = new StartRun.Wish(
                Ids.random(),
                target,
                target.latest(),
                wish.release(),
                survey.samples(),
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

    private void write(
            SqlConnection connection, Wish wish, StartRun.Wish run, PromptIndex index, RecordingSurvey survey)
            throws IOException {
        var counts = new RecordedAnswers(connection, run, maxTextBytes, TIMEOUT).store(wish.file(), index);
        await(connection
                .preparedQuery("DELETE FROM task WHERE run_id = $1 AND state = 0")
                .execute(Tuple.of(run.runId())));
        await(connection
                .preparedQuery(
                        """
                        UPDATE run SET expected = $2, remaining = 0, answered = $3, truncated = $4, empty = $5,
                               filtered_output = $6
                         WHERE id = $1""")
                .execute(Tuple.of(
                        run.runId(),
                        survey.matched(),
                        counts.getOrDefault(Outcome.ANSWERED, 0L),
                        counts.getOrDefault(Outcome.TRUNCATED, 0L),
                        counts.getOrDefault(Outcome.EMPTY, 0L),
                        counts.getOrDefault(Outcome.FILTERED_OUTPUT, 0L))));
        await(startRun.announce(connection, run, survey.matched()));
    }

    private static String digest(File file) throws IOException {
        try (var input = new DigestInputStream(new FileInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            input.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(input.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(TIMEOUT);
    }
}
