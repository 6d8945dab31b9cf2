package io.flames.prompt.importing;

import io.flames.prompt.PromptConfig;
import io.flames.prompt.problem.Problems;
import io.flames.prompt.promptset.PromptSets;
import io.flames.prompt.taxonomy.AttackMethod;
import io.flames.prompt.taxonomy.AttackMethods;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Imports a JSONL stream into a set: all or nothing, or, when asked so, all but the invalid lines. Holds one line and
 * one batch in memory, however long the stream is. Blocks: call it on a worker thread.
 */
@Startup
@ApplicationScoped
public class ImportPrompts {
    private static final Logger LOG = Logger.getLogger(ImportPrompts.class);
    private static final int RETRY_AFTER_SECONDS = 5;
    private static final int MAX_EXTERNAL_ID_CHARACTERS = 200;

    private final Pool pool;
    private final PromptSets sets;
    private final AttackMethods attackMethods;
    private final PromptConfig.Import config;
    private final Semaphore running;
    private final Counter imported;
    private final Counter errors;

    public ImportPrompts(
            Pool pool, PromptSets sets, AttackMethods attackMethods, PromptConfig config, MeterRegistry metrics) {
        this.pool = pool;
        this.sets = sets;
        this.attackMethods = attackMethods;
        this.config = config.importing();
        this.running = new Semaphore(this.config.maxConcurrent());
        this.imported = Counter.builder("flames.prompt.imported")
                .description("Prompts that imports added to sets")
                .register(metrics);
        this.errors = Counter.builder("flames.prompt.import.errors")
                .description("Lines that imports refused")
                .register(metrics);
    }

    /**
     * @param set name or id
     * @param skipInvalid imports the valid lines although others are invalid
     * @param createSet creates the set when there is none of this name, together with its first prompts
     */
    public record Options(String set, boolean skipInvalid, boolean createSet) {}

    /**
     * @throws ImportRejected when lines are invalid and not skipped; then nothing was imported
     * @throws IOException when the stream breaks off; then nothing was imported
     */
    public ImportReport run(Options options, InputStream lines) throws IOException {
        if (!running.tryAcquire()) {
            throw Problems.busy(
                    config.maxConcurrent() + " imports are running already, try again in " + RETRY_AFTER_SECONDS
                            + " seconds",
                    RETRY_AFTER_SECONDS);
        }
        try {
            return runCounted(options, lines);
        } finally {
            running.release();
        }
    }

    private ImportReport runCounted(Options options, InputStream lines) throws IOException {
        ImportReport report;
        try {
            report = importInto(sets.destination(options.set(), options.createSet()), options, lines);
        } catch (ImportRejected e) {
            errors.increment(e.report().invalid());
            LOG.infof(
                    "Import rejected set=%s read=%d invalid=%d",
                    e.report().set(), e.report().read(), e.report().invalid());
            throw e;
        } catch (SetCreatedMeanwhile e) {
            throw Problems.conflict("set", String.valueOf(e.getMessage()));
        }
        imported.increment(report.imported());
        errors.increment(report.invalid());
        LOG.infof(
                "Import done set=%s read=%d imported=%d duplicates=%d invalid=%d",
                report.set(), report.read(), report.imported(), report.duplicates(), report.invalid());
        return report;
    }

    private ImportReport importInto(PromptSets.Destination destination, Options options, InputStream lines)
            throws IOException {
        var tally = new Tally();
        Duration timeout = config.statementTimeout();
        try (var staging = ImportStaging.open(pool, timeout, destination.id())) {
            stage(lines, parser(timeout), staging, tally);
            boolean acceptsInvalid = options.skipInvalid();
            if (tally.invalid > 0 && !acceptsInvalid) {
                throw new ImportRejected(tally.rejected(destination.name()));
            }
            var moved = staging.move(destination.isNew() ? destination.name() : "", acceptsInvalid);
            ImportReport report = tally.report(destination.name(), moved);
            if (!moved.committed()) {
                throw new ImportRejected(report);
            }
            return report;
        }
    }

    private ImportLineParser parser(Duration timeout) {
        var names = attackMethods.all().await().atMost(timeout).stream()
                .map(AttackMethod::name)
                .toList();
        return new ImportLineParser(names, new LineLimits(config.maxPromptBytes(), MAX_EXTERNAL_ID_CHARACTERS));
    }

    private void stage(InputStream lines, ImportLineParser parser, ImportStaging staging, Tally tally)
            throws IOException {
        var reader = new LineReader(lines, config.maxLineBytes());
        var batch = new ArrayList<ImportStaging.Staged>(config.batchLines());
        Optional<RawLine> line = reader.next();
        while (line.isPresent()) {
            judge(line.get(), parser, tally).ifPresent(batch::add);
            if (batch.size() == config.batchLines()) {
                staging.add(batch);
                batch.clear();
            }
            line = reader.next();
        }
        if (!batch.isEmpty()) {
            staging.add(batch);
        }
    }

    private static Optional<ImportStaging.Staged> judge(RawLine line, ImportLineParser parser, Tally tally) {
        tally.read++;
        if (line instanceof RawLine.Unreadable unreadable) {
            tally.refuse(List.of(new LineError(line.number(), LineError.WHOLE_LINE, unreadable.reason())));
            return Optional.empty();
        }
        ImportLine verdict = parser.parse(((RawLine.Text) line).text());
        if (verdict instanceof ImportLine.Invalid invalid) {
            tally.refuse(invalid.at(line.number()));
            return Optional.empty();
        }
        var valid = (ImportLine.Valid) verdict;
        return Optional.of(new ImportStaging.Staged(line.number(), valid.content(), valid.externalId()));
    }
}
