package io.flames.scoring.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.scoring.ScoringConfig;
import io.flames.scoring.dataset.TrainingItems;
import io.flames.scoring.registry.gate.BothVersions;
import io.flames.scoring.registry.gate.GateResult;
import io.flames.scoring.registry.gate.GateResult.Subject;
import io.flames.scoring.registry.gate.HeldOut;
import io.flames.scoring.registry.gate.HeldOutIntake;
import io.flames.scoring.registry.gate.Leaks;
import io.flames.scoring.registry.gate.Leaks.Trained;
import io.flames.scoring.registry.gate.Rule;
import io.flames.scoring.registry.state.RefusedTransitionException;
import io.flames.scoring.registry.store.GateDecisions;
import io.flames.scoring.registry.store.GateJob;
import io.flames.scoring.registry.store.GateJobs;
import io.flames.scoring.registry.store.StoredVersion;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.flames.scoring.served.ServedScorer;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorers;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * A version's way through the gate: the promoted version and it score the same held-out data, and it is promoted when it is
 * not less accurate by more than the margin. It is a job of this replica, that nobody has to wait for; one at a time for each
 * scorer over all replicas. A job ends with the process: the data is not kept.
 */
@ApplicationScoped
public class Promotion {
    private final ScoringConfig config;
    private final Registry registry;
    private final VersionKeeper keeper;
    private final GateJobs jobs;
    private final GateDecisions decisions;
    private final ArtefactCache cache;
    private final ServedScorers served;
    private final ObjectMapper json;
    private final HeldOutIntake intake = new HeldOutIntake();
    private final ExecutorService workers = Executors.newCachedThreadPool(task -> daemon(task, "gate"));
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "gate-progress"));

    Promotion(
            ScoringConfig config,
            Registry registry,
            VersionKeeper keeper,
            GateJobs jobs,
            GateDecisions decisions,
            ArtefactCache cache,
            ServedScorers served,
            ObjectMapper json) {
        this.config = config;
        this.registry = registry;
        this.keeper = keeper;
        this.jobs = jobs;
        this.decisions = decisions;
        this.cache = cache;
        this.served = served;
        this.json = json;
    }

    private static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Before the database closes: jobs say that they ended. */
    void stop(@Observes @Priority(1400) ShutdownEvent event) throws InterruptedException {
        workers.shutdownNow();
        if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
            timer.shutdownNow();
        }
    }

    /**
     * A job that was started.
     *
     * @param result what the gate measured; fails as the job does
     */
    public record Started(GateJob job, CompletableFuture<GateResult> result) {
        /**
         * Waits for it.
         *
         * @throws RefusedTransitionException when another version was promoted meanwhile, or the job was cancelled
         * @throws ScorerUnavailableException when one of the versions does not serve
         */
        public GateResult await() {
            try {
                return result.join();
            } catch (CompletionException fault) {
                throw fault.getCause() instanceof RuntimeException cause ? cause : fault;
            }
        }
    }

    /**
     * Reads the data, and starts to measure; what comes out is written down, and the version is promoted when it passed.
     *
     * @param data JSON lines, see {@link HeldOut}; not read when the promotion is refused anyway
     * @param dropLeaks leave out items that a version was trained on, instead of refusing the data
     * @throws IllegalArgumentException when the data cannot be read
     * @throws io.flames.scoring.registry.gate.DataTooLargeException when it is too large
     * @throws RefusedTransitionException when the version does not shadow, another one of the scorer is at the gate, or the
     *     data of another promotion is being read
     */
    public Started start(StoredVersion candidate, InputStream data, boolean dropLeaks, String by) {
        var overview = registry.overview();
        overview.ledger().mayPass(candidate.id());
        var current = overview.ledger()
                .promoted()
                .flatMap(id -> Optional.ofNullable(overview.byId().get(id)))
                .orElseThrow(() -> new RefusedTransitionException(
                        "no version is promoted yet, so there is none to compare with; the configured default is promoted"
                                + " as soon as it serves"));
        jobs.requireNone(candidate.identity().name());
        try {
            return intake.take(
                    data,
                    config.promotion().maxItems(),
                    heldOut -> start(new Work(candidate, current, heldOut, dropLeaks, by)));
        } catch (IOException fault) {
            throw new IllegalArgumentException("the body could not be read to its end: " + fault.getMessage(), fault);
        }
    }

    private Started start(Work work) {
        var job = jobs.start(work.candidate, work.heldOut.items().size(), work.by);
        return new Started(job, CompletableFuture.supplyAsync(() -> run(job, work), workers));
    }

    private record Work(
            StoredVersion candidate, StoredVersion current, HeldOut heldOut, boolean dropLeaks, String by) {}

    private GateResult run(GateJob job, Work work) {
        try (var watch = new JobWatch(jobs, job.id(), timer)) {
            return atTheGate(job, work, watch);
        } catch (RuntimeException fault) {
            jobs.failed(job.id(), String.valueOf(fault.getMessage()));
            throw fault;
        } finally {
            // The thread may serve another job.
            Thread.interrupted();
        }
    }

    private GateResult atTheGate(GateJob job, Work work, JobWatch watch) {
        try {
            var result = measure(work.candidate, work.current, work.heldOut, work.dropLeaks, watch::done);
            watch.finish(job.total());
            String gate = write(result);
            if (result.passed()) {
                decisions.promote(job, work.current.id(), gate, work.by);
                keeper.soon();
            } else {
                decisions.refuse(job, work.current.id(), gate, work.by);
            }
            return result;
        } catch (IOException fault) {
            throw new IllegalStateException("the files of a version could not be read: " + fault.getMessage(), fault);
        } catch (InterruptedException stop) {
            throw watch.isOver()
                    ? jobs.find(job.id()).orElseThrow().overEarly()
                    : new ScorerUnavailableException("the service was stopped: start the promotion again", stop);
        }
    }

    private GateResult measure(
            StoredVersion candidate, StoredVersion current, HeldOut given, boolean dropLeaks, IntConsumer progress)
            throws IOException, InterruptedException {
        var settings = config.promotion();
        var rule = new Rule(settings.margin(), settings.confidence(), settings.minItems());
        var candidateItems = trainedOn(candidate);
        var currentItems = trainedOn(current);
        var leaks = Leaks.of(
                given,
                List.of(new Trained(candidate.label(), candidateItems), new Trained(current.label(), currentItems)));
        var heldOut = dropLeaks ? given.without(leaks.items()) : given;
        int items = heldOut.items().size();
        var subject = new Subject(
                candidate.label(),
                current.label(),
                heldOut.digest(),
                candidateItems.areKnown(),
                currentItems.areKnown(),
                candidateItems.unsketched(),
                currentItems.unsketched(),
                given.items().size() - items);
        if (!dropLeaks && !leaks.items().isEmpty()) {
            return GateResult.leaking(subject, rule, items, leaks);
        }
        if (items < rule.minItems()) {
            return GateResult.refused(subject, rule, items, GateResult.tooFew(items, rule));
        }
        return GateResult.of(
                subject, rule, new BothVersions(served).score(heldOut.items(), candidate.id(), current.id(), progress));
    }

    /** As the version says it that serves here, or else the registry's files of it. */
    private TrainingItems trainedOn(StoredVersion version) throws IOException {
        var serving = served.serving(version.id()).map(ServedScorer::state);
        if (serving.isPresent() && serving.get() instanceof Serving now) {
            return now.loaded().trainedOn();
        }
        return version.configured() ? TrainingItems.unknown() : TrainingItems.in(cache.folderOf(version));
    }

    private String write(GateResult result) {
        try {
            return json.writeValueAsString(result);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("names and numbers are always JSON", impossible);
        }
    }
}
