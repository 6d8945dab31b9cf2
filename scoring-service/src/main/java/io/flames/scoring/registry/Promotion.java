package io.flames.scoring.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.scoring.ScoringConfig;
import io.flames.scoring.dataset.TrainingItems;
import io.flames.scoring.registry.gate.BothVersions;
import io.flames.scoring.registry.gate.GateResult;
import io.flames.scoring.registry.gate.GateResult.Subject;
import io.flames.scoring.registry.gate.HeldOut;
import io.flames.scoring.registry.gate.Leaks;
import io.flames.scoring.registry.gate.Rule;
import io.flames.scoring.registry.state.RefusedTransitionException;
import io.flames.scoring.registry.store.StoredVersion;
import io.flames.scoring.registry.store.VersionStore;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.flames.scoring.served.ServedScorer;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorers;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * A version's way through the gate: the promoted version and it score the same held-out data, and it is promoted when it is
 * not less accurate by more than the margin. One at a time in a process.
 */
@ApplicationScoped
public class Promotion {
    private final ScoringConfig config;
    private final Registry registry;
    private final VersionStore store;
    private final ArtefactCache cache;
    private final ServedScorers served;
    private final ObjectMapper json;
    private final Semaphore one = new Semaphore(1);

    Promotion(
            ScoringConfig config,
            Registry registry,
            VersionStore store,
            ArtefactCache cache,
            ServedScorers served,
            ObjectMapper json) {
        this.config = config;
        this.registry = registry;
        this.store = store;
        this.cache = cache;
        this.served = served;
        this.json = json;
    }

    /**
     * Measures, writes down what came out, and promotes the version when it passed. Blocks for as long as scoring takes.
     *
     * @param data JSON lines, see {@link HeldOut}
     * @param dropLeaks leave out items that a version was trained on, instead of refusing the data
     * @throws IllegalArgumentException when the data cannot be read
     * @throws RefusedTransitionException when the version does not shadow, or another gate is at work
     * @throws ScorerUnavailableException when one of the versions does not serve
     */
    public GateResult promote(StoredVersion candidate, InputStream data, boolean dropLeaks, String by) {
        if (!one.tryAcquire()) {
            throw new RefusedTransitionException(
                    "another version is at the gate of this replica; try again when it is through");
        }
        try {
            return atTheGate(candidate, data, dropLeaks, by);
        } catch (IOException fault) {
            throw new IllegalStateException("the data could not be read: " + fault.getMessage(), fault);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new ScorerUnavailableException("the service shuts down", stop);
        } finally {
            one.release();
        }
    }

    private GateResult atTheGate(StoredVersion candidate, InputStream data, boolean dropLeaks, String by)
            throws IOException, InterruptedException {
        var overview = registry.overview();
        overview.ledger().mayPass(candidate.id());
        var current = overview.ledger()
                .promoted()
                .flatMap(id -> Optional.ofNullable(overview.byId().get(id)))
                .orElseThrow(() -> new RefusedTransitionException(
                        "no version is promoted yet, so there is none to compare with; the configured default is promoted"
                                + " as soon as it serves"));
        var heldOut = HeldOut.read(data, config.promotion().maxItems());
        var result = measure(candidate, current, heldOut, dropLeaks);
        String gate = write(result);
        if (result.passed()) {
            registry.decide(ledger -> Optional.of(ledger.promote(candidate.id(), current.id())), gate, by);
        } else {
            store.gateRefused(candidate.id(), current.id(), gate, by);
        }
        return result;
    }

    private GateResult measure(StoredVersion candidate, StoredVersion current, HeldOut given, boolean dropLeaks)
            throws IOException, InterruptedException {
        var settings = config.promotion();
        var rule = new Rule(settings.margin(), settings.confidence(), settings.minItems());
        var candidateItems = trainedOn(candidate);
        var currentItems = trainedOn(current);
        var training = new LinkedHashMap<String, TrainingItems>();
        training.put(candidate.label(), candidateItems);
        training.putIfAbsent(current.label(), currentItems);
        var leaks = Leaks.of(given, training);
        var heldOut = dropLeaks ? given.without(leaks.items()) : given;
        int items = heldOut.items().size();
        var subject = new Subject(
                candidate.label(),
                current.label(),
                heldOut.digest(),
                candidateItems.areKnown(),
                currentItems.areKnown(),
                given.items().size() - items);
        if (!dropLeaks && !leaks.items().isEmpty()) {
            return GateResult.leaking(subject, rule, items, leaks);
        }
        if (items < rule.minItems()) {
            return GateResult.refused(subject, rule, items, GateResult.tooFew(items, rule));
        }
        return GateResult.of(
                subject, rule, new BothVersions(served).score(heldOut.items(), candidate.id(), current.id()));
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
