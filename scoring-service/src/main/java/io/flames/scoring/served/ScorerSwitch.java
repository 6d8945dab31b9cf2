package io.flames.scoring.served;

import io.flames.scoring.served.ServedScorer.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * From what a request names to a scorer. The scorers of the configuration are there for the life of the process; registered
 * versions come and go; the pointer says which version is promoted.
 */
public final class ScorerSwitch {
    private final Map<String, ServedScorer> configured = new TreeMap<>();
    private final Map<String, ServedScorer> registered = new ConcurrentSkipListMap<>();
    private final String defaultName;
    private volatile Pointer pointer;

    /**
     * @param kinds of the configured scorers, by their names
     * @param defaultName among them; serves requests without a name as long as nothing is promoted
     * @param hasRegistry whether anybody will say what is promoted
     */
    ScorerSwitch(Map<String, String> kinds, String defaultName, boolean hasRegistry) {
        this.defaultName = defaultName;
        this.pointer = hasRegistry ? new Pointer.Unknown() : new Pointer.None();
        kinds.forEach((name, kind) -> configured.put(name, new ServedScorer(name, kind, Optional.empty())));
        if (!configured.containsKey(defaultName)) {
            throw new IllegalArgumentException("flames.scoring.default-scorer is \"" + defaultName
                    + "\", expected one of " + String.join(", ", configured.keySet()));
        }
        configured.get(defaultName).byDefault(true);
    }

    Map<String, ServedScorer> configured() {
        return configured;
    }

    List<ServedScorer> all() {
        var all = new ArrayList<>(configured.values());
        all.addAll(registered.values());
        return all;
    }

    boolean has(ServedScorer scorer) {
        return registered.get(scorer.name()) == scorer || configured.get(scorer.name()) == scorer;
    }

    boolean isSettled() {
        return !(pointer instanceof Pointer.Unknown);
    }

    Optional<ServedScorer> find(String name) {
        if (name.isEmpty()) {
            return Optional.of(promoted().orElseGet(() -> configuredDefault()));
        }
        if (name.indexOf('@') >= 0) {
            return numbered(name);
        }
        return promoted(name).or(() -> Optional.ofNullable(configured.get(name)));
    }

    private ServedScorer configuredDefault() {
        var scorer = configured.get(defaultName);
        if (scorer == null) {
            throw new IllegalStateException("the default scorer is configured");
        }
        return scorer;
    }

    private Optional<ServedScorer> numbered(String label) {
        var known = Optional.ofNullable(registered.get(label));
        return known.or(() -> Optional.ofNullable(configured.get(label.substring(0, label.lastIndexOf('@'))))
                .filter(scorer -> versionOf(scorer).equals(label)));
    }

    /** Empty while it loads: it is not known which version it will be. */
    private static String versionOf(ServedScorer scorer) {
        return scorer.state()
                .tested()
                .map(tested -> scorer.name() + "@"
                        + tested.loaded().scorer().identity().version())
                .orElse("");
    }

    private Optional<ServedScorer> promoted(String name) {
        return pointer instanceof Pointer.Version version && version.name().equals(name)
                ? promoted()
                : Optional.empty();
    }

    private Optional<ServedScorer> promoted() {
        if (!(pointer instanceof Pointer.Version version)) {
            return Optional.empty();
        }
        var known = registered.get(version.label());
        if (known != null) {
            return Optional.of(known);
        }
        var own = configured.get(version.name());
        return Optional.of(own != null && mayBe(own, version) ? own : absent(version));
    }

    private static boolean mayBe(ServedScorer scorer, Pointer.Version version) {
        return scorer.state()
                .tested()
                .map(tested -> tested.loaded().scorer().identity().id().equals(version.id()))
                .orElse(true);
    }

    private static ServedScorer absent(Pointer.Version version) {
        var scorer = new ServedScorer(version.label(), "unknown", Optional.empty());
        scorer.become(Refused.untested(
                "the promoted version " + version.label() + " is neither registered nor configured here"));
        return scorer;
    }

    void add(ServedScorer scorer) {
        registered.put(scorer.name(), scorer);
        markDefault();
    }

    Optional<ServedScorer> remove(String label) {
        return Optional.ofNullable(registered.remove(label));
    }

    /** @return whether another version is promoted than before */
    boolean point(Pointer promoted) {
        boolean changed = !promoted.equals(pointer);
        pointer = promoted;
        markDefault();
        return changed;
    }

    private void markDefault() {
        var byDefault = find("").orElseThrow();
        all().forEach(scorer -> scorer.byDefault(scorer == byDefault));
    }

    /** Which version is promoted. */
    public sealed interface Pointer {
        /** The registry was not read yet. */
        record Unknown() implements Pointer {}

        /** None was, or there is no registry. */
        record None() implements Pointer {}

        record Version(UUID id, String name, int number) implements Pointer {
            String label() {
                return name + "@" + number;
            }
        }
    }
}
