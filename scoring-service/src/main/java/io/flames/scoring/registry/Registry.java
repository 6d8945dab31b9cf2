package io.flames.scoring.registry;

import io.flames.scoring.ScoringConfig;
import io.flames.scoring.registry.state.Happening;
import io.flames.scoring.registry.state.Ledger;
import io.flames.scoring.registry.state.RefusedTransitionException;
import io.flames.scoring.registry.store.Entry;
import io.flames.scoring.registry.store.StoredFile;
import io.flames.scoring.registry.store.StoredVersion;
import io.flames.scoring.registry.store.VersionStore;
import io.flames.scoring.served.ServedScorers;
import io.flames.scoring.served.ServedScorers.Trial;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What people and the trainer do with scorer versions. All replicas see it within {@code registry.every}; what is decided is
 * decided on the newest history, one decision at a time over all replicas. Blocks.
 */
@ApplicationScoped
public class Registry {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** In UTF-8 it still fits into a record of the broker, 1 MiB. */
    private static final int CARD_CHARS = 250_000;

    private final ScoringConfig config;
    private final VersionStore store;
    private final ArtefactCache cache;
    private final ServedScorers served;
    private final VersionKeeper keeper;
    /** A scorer that is tried out takes memory beside those that are served. */
    private final Semaphore trials = new Semaphore(1);

    Registry(
            ScoringConfig config, VersionStore store, ArtefactCache cache, ServedScorers served, VersionKeeper keeper) {
        this.config = config;
        this.store = store;
        this.cache = cache;
        this.served = served;
        this.keeper = keeper;
    }

    /**
     * Registers what a zip file holds.
     *
     * @throws IllegalArgumentException when it makes no scorer, or one that fails its golden items; nothing is kept then
     */
    public StoredVersion register(String name, InputStream zip, String by) {
        requireRegistry();
        try {
            var folder = cache.temporary();
            try {
                Upload.unpack(zip, folder, config.registry().uploadBytes());
                return register(name, folder, by);
            } finally {
                ArtefactCache.delete(folder);
            }
        } catch (IOException fault) {
            throw new IllegalStateException("the files could not be taken in: " + fault.getMessage(), fault);
        }
    }

    /**
     * Registers a folder that the trainer wrote. The same files a second time are the same version.
     *
     * @param by who does it; empty where nobody is logged in
     * @throws IllegalArgumentException when it makes no scorer, or one that fails its golden items; nothing is kept then
     */
    public StoredVersion register(String name, Path folder, String by) {
        requireRegistry();
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the name of a scorer has letters, digits, dots, - and _, at most 64");
        }
        var trial = tryOut(name, folder);
        if (!trial.result().passed()) {
            throw new IllegalArgumentException(
                    "the version is refused: " + trial.result().summary());
        }
        var card = trial.card().isEmpty() ? "" : trial.card().toString();
        if (card.length() > CARD_CHARS) {
            throw new IllegalArgumentException("the model card has " + card.length() + " characters, at most "
                    + CARD_CHARS + " are allowed: it goes with each event");
        }
        try {
            var files = Upload.measure(folder);
            requireSize(files);
            var known = store.register(
                    name,
                    trial.identity().digest(),
                    trial.kind(),
                    card,
                    by,
                    files,
                    file -> folder.resolve(file.name()));
            keeper.soon();
            return known;
        } catch (IOException fault) {
            throw new IllegalStateException("the files could not be read: " + fault.getMessage(), fault);
        }
    }

    private void requireSize(List<StoredFile> files) {
        long bytes = files.stream().mapToLong(StoredFile::bytes).sum();
        if (bytes > config.registry().uploadBytes()) {
            throw new IllegalArgumentException("the files have " + bytes + " bytes, at most "
                    + config.registry().uploadBytes() + " are allowed (flames.scoring.registry.upload-bytes)");
        }
    }

    private Trial tryOut(String name, Path folder) {
        trials.acquireUninterruptibly();
        try {
            return served.tryOut(() -> served.open(name, 1, folder));
        } catch (IllegalArgumentException wrong) {
            throw wrong;
        } catch (RuntimeException | LinkageError fault) {
            throw new IllegalArgumentException("the files make no scorer that works: " + fault.getMessage(), fault);
        } finally {
            trials.release();
        }
    }

    /**
     * Starts a version's shadow.
     *
     * @param history whether it also scores what was collected before
     * @throws RefusedTransitionException when its state does not allow it
     */
    public void startShadow(StoredVersion version, boolean history, String by) {
        int most = Math.max(1, config.registry().loaded() - 1);
        decide(ledger -> Optional.of(ledger.startShadow(version.id(), history, most)), by);
    }

    /** @throws RefusedTransitionException when it does not shadow */
    public void stopShadow(StoredVersion version, String by) {
        decide(ledger -> Optional.of(ledger.stopShadow(version.id())), by);
    }

    /**
     * Lets a version's files go; its card, history and verdicts stay. The same files can be registered again.
     *
     * @throws RefusedTransitionException when it shadows, is promoted, is what a rollback would promote, or has no files here
     */
    public void discard(StoredVersion version, String by) {
        requireRegistry();
        if (version.configured()) {
            throw new RefusedTransitionException(
                    version.label() + " comes from the configuration: the registry has no files of it");
        }
        store.discard(version.id(), by);
        keeper.soon();
    }

    /**
     * Promotes again what was promoted before.
     *
     * @param name of the scorer whose version is promoted now
     * @return the version that reports use from now on
     * @throws RefusedTransitionException when there is none, or it is not served here now
     */
    public StoredVersion rollback(String name, String by) {
        requireRegistry();
        var known = store.byId();
        var decided = decide(
                ledger -> {
                    requirePromoted(ledger, known, name);
                    var back = ledger.rollback();
                    requireServing(known, back.version());
                    return Optional.of(back);
                },
                by);
        return Optional.ofNullable(known.get(decided.orElseThrow().version())).orElseThrow();
    }

    private static void requirePromoted(Ledger ledger, Map<UUID, StoredVersion> known, String name) {
        var promoted = ledger.promoted().map(known::get);
        if (promoted.isEmpty() || !promoted.get().identity().name().equals(name)) {
            throw new RefusedTransitionException("no version of " + name
                    + " is promoted; "
                    + promoted.map(version -> version.label() + " is").orElse("no version is"));
        }
    }

    private void requireServing(Map<UUID, StoredVersion> known, UUID version) {
        if (served.serving(version).isEmpty()) {
            var label = Optional.ofNullable(known.get(version))
                    .map(StoredVersion::label)
                    .orElse(version.toString());
            throw new RefusedTransitionException(label + " does not serve here now: "
                    + served.find(label)
                            .map(scorer -> scorer.state().reason())
                            .orElse("it is neither registered nor configured; try again in a moment"));
        }
    }

    private Optional<Happening> decide(Function<Ledger, Optional<Happening>> decision, String by) {
        requireRegistry();
        var decided = store.decide(decision, by);
        keeper.soon();
        return decided;
    }

    /** The version of this name and number. */
    public Optional<StoredVersion> find(String name, int number) {
        requireRegistry();
        return store.versions().stream()
                .filter(version -> version.identity().name().equals(name)
                        && version.identity().version() == number)
                // Of two with one number the registered one: the other is a configuration's mistake.
                .min(java.util.Comparator.comparing(StoredVersion::configured));
    }

    /** Versions, states and history, as they are now. */
    public Overview overview() {
        requireRegistry();
        var history = store.history();
        return new Overview(store.versions(), VersionStore.ledger(history), history);
    }

    /** Registered versions that have a file of this name and content. */
    public List<StoredVersion> withFile(String name, String sha256) {
        requireRegistry();
        return store.withFile(name, sha256);
    }

    public List<StoredFile> filesOf(StoredVersion version) {
        return store.filesOf(version.id());
    }

    public boolean isThere() {
        return config.keepVerdicts();
    }

    /** @throws RefusedTransitionException when there is none */
    void requireRegistry() {
        if (!config.keepVerdicts()) {
            throw new RefusedTransitionException(
                    "this scorer stands alone (flames.scoring.keep-verdicts=false): it has no registry");
        }
    }

    /** @param history oldest first */
    public record Overview(List<StoredVersion> versions, Ledger ledger, List<Entry> history) {
        public Map<UUID, StoredVersion> byId() {
            return versions.stream().collect(Collectors.toMap(StoredVersion::id, version -> version));
        }
    }
}
