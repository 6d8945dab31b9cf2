package io.flames.scoring.registry.state;

import io.flames.scoring.registry.state.Happening.Reason;
import io.flames.scoring.registry.state.VersionState.Discarded;
import io.flames.scoring.registry.state.VersionState.Promoted;
import io.flames.scoring.registry.state.VersionState.Registered;
import io.flames.scoring.registry.state.VersionState.Retired;
import io.flames.scoring.registry.state.VersionState.Shadow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The states of all versions, told from the history, and what may happen next. Exactly one version is promoted once there
 * was a promotion: that which reports use.
 *
 * @param states of all versions
 * @param line promotions that stand, oldest first: a rollback takes the last one off
 * @param lastReason of the newest promotion; INITIAL before the first
 */
public record Ledger(Map<UUID, VersionState> states, List<UUID> line, Reason lastReason) {
    public Ledger {
        states = Map.copyOf(states);
        line = List.copyOf(line);
    }

    /** @param history oldest first */
    public static Ledger of(List<? extends Happening> history) {
        var ledger = new Ledger(Map.of(), List.of(), Reason.INITIAL);
        for (Happening happening : history) {
            ledger = ledger.after(happening);
        }
        return ledger;
    }

    /** The version that reports use. */
    public Optional<UUID> promoted() {
        return line.isEmpty() ? Optional.empty() : Optional.of(line.get(line.size() - 1));
    }

    /** The version that a rollback promotes again. */
    public Optional<UUID> before() {
        return line.size() < 2 ? Optional.empty() : Optional.of(line.get(line.size() - 2));
    }

    public Optional<VersionState> state(UUID version) {
        return Optional.ofNullable(states.get(version));
    }

    public List<UUID> shadows() {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Shadow)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /**
     * @param most shadows at a time
     * @throws RefusedTransitionException when it is promoted, shadows already, or enough others do
     */
    public Happening startShadow(UUID version, boolean history, int most) {
        var state = known(version);
        if (shadows().size() >= most && !(state instanceof Shadow)) {
            throw new RefusedTransitionException(
                    shadows().size() + " versions shadow, at most " + most + " may: stop one of them first");
        }
        if (state instanceof Registered registered) {
            return new Happening.ShadowStarted(
                    version, registered.startShadow(history).history());
        }
        if (state instanceof Retired retired) {
            return new Happening.ShadowStarted(
                    version, retired.startShadow(history).history());
        }
        throw refused(state, "a shadow is started of a registered or a retired version");
    }

    /** @throws RefusedTransitionException when it does not shadow */
    public Happening stopShadow(UUID version) {
        var state = known(version);
        if (state instanceof Shadow) {
            return new Happening.ShadowStopped(version);
        }
        throw refused(state, "a shadow can be stopped");
    }

    /**
     * What a start of the service does to the promotion: the configured default is promoted where nothing was, and takes the
     * place of an earlier configured default that the configuration has no more. What a gate or a rollback promoted stays.
     *
     * @param configured the configured default as it is now
     * @param promotedIsGone the promoted version came from a configuration and is not in this one
     */
    public Optional<Happening> atStart(UUID configured, boolean promotedIsGone) {
        boolean replaced =
                promotedIsGone && lastReason == Reason.INITIAL && !promoted().equals(Optional.of(configured));
        return line.isEmpty() || replaced
                ? Optional.of(new Happening.Promoted(configured, Reason.INITIAL))
                : Optional.empty();
    }

    /** @throws RefusedTransitionException when it is in use: it shadows, is promoted, or a rollback would promote it */
    public Happening discard(UUID version) {
        var state = known(version);
        if (before().equals(Optional.of(version))) {
            throw new RefusedTransitionException(
                    "the version is the one that a rollback would promote: its files have to stay");
        }
        if (state instanceof Registered || state instanceof Retired) {
            return new Happening.Discarded(version);
        }
        throw refused(state, "a registered or a retired version can be discarded");
    }

    /** @throws RefusedTransitionException when it does not shadow */
    public void mayPass(UUID version) {
        var state = known(version);
        if (!(state instanceof Shadow)) {
            throw refused(state, "a version shadows before it is promoted: start its shadow first");
        }
    }

    /**
     * @param current that the gate compared it with
     * @throws RefusedTransitionException when it does not shadow, or another version was promoted meanwhile
     */
    public Happening promote(UUID version, UUID current) {
        mayPass(version);
        if (!promoted().equals(Optional.of(current))) {
            throw new RefusedTransitionException("another version was promoted meanwhile: compare with that one");
        }
        return new Happening.Promoted(version, Reason.GATE);
    }

    /** @throws RefusedTransitionException when nothing was promoted before the promoted version */
    public Happening rollback() {
        return before().map(earlier -> new Happening.Promoted(earlier, Reason.ROLLBACK))
                .orElseThrow(() -> new RefusedTransitionException(
                        "there is nothing to go back to: no version was promoted before this one"));
    }

    public Ledger after(Happening happening) {
        var next = new HashMap<>(states);
        if (happening instanceof Happening.Registered) {
            next.compute(
                    happening.version(),
                    (id, state) -> state == null
                            ? new Registered()
                            : state instanceof Discarded discarded ? discarded.register() : state);
            return new Ledger(next, line, lastReason);
        }
        if (happening instanceof Happening.Discarded) {
            next.put(happening.version(), new Discarded());
            return new Ledger(next, lineWithout(happening.version()), lastReason);
        }
        if (happening instanceof Happening.ShadowStarted started) {
            next.put(started.version(), new Shadow(started.history()));
            return new Ledger(next, line, lastReason);
        }
        if (happening instanceof Happening.ShadowStopped) {
            next.put(happening.version(), line.contains(happening.version()) ? new Retired() : new Registered());
            return new Ledger(next, line, lastReason);
        }
        promoted().ifPresent(earlier -> next.put(earlier, new Retired()));
        next.put(happening.version(), new Promoted());
        var promotion = (Happening.Promoted) happening;
        return new Ledger(next, lineAfter(promotion), promotion.reason());
    }

    private List<UUID> lineAfter(Happening.Promoted promotion) {
        var next = new ArrayList<>(line);
        if (promotion.reason() == Reason.ROLLBACK && next.size() > 1) {
            next.remove(next.size() - 1);
        } else {
            next.add(promotion.version());
        }
        return next;
    }

    /** What is gone is nothing to go back to; nor is a version to itself. */
    private List<UUID> lineWithout(UUID version) {
        var next = new ArrayList<UUID>();
        for (UUID promoted : line) {
            boolean twice = !next.isEmpty() && next.get(next.size() - 1).equals(promoted);
            if (!promoted.equals(version) && !twice) {
                next.add(promoted);
            }
        }
        return next;
    }

    private VersionState known(UUID version) {
        return state(version).orElseThrow(() -> new RefusedTransitionException("the version is not registered"));
    }

    private static RefusedTransitionException refused(VersionState state, String allowed) {
        return new RefusedTransitionException("the version is " + state.word() + "; " + allowed);
    }
}
