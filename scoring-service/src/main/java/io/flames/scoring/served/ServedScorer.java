package io.flames.scoring.served;

import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.golden.SelfTest;
import io.flames.scoring.lane.ScorerLane;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** One scorer of this process, by the name that requests give: a registered version with its number. */
public final class ServedScorer {
    private final String name;
    private final String kind;
    private final Optional<Supplier<LoadedScorer>> source;
    private volatile boolean byDefault;
    private volatile int mostWorkers = Integer.MAX_VALUE;
    private volatile State state = new Starting();

    /** @param source opens a registered version; empty for a scorer of the configuration */
    ServedScorer(String name, String kind, Optional<Supplier<LoadedScorer>> source) {
        this.name = name;
        this.kind = kind;
        this.source = source;
    }

    Optional<Supplier<LoadedScorer>> source() {
        return source;
    }

    /** From the registry rather than from the configuration. */
    public boolean isRegistered() {
        return source.isPresent();
    }

    void byDefault(boolean now) {
        byDefault = now;
    }

    void limitWorkers(int most) {
        mostWorkers = most;
        if (state instanceof Serving serving) {
            serving.lane().limitWorkers(most);
        }
    }

    public String name() {
        return name;
    }

    public String kind() {
        return kind;
    }

    /** Scores the requests that name no scorer. */
    public boolean byDefault() {
        return byDefault;
    }

    public State state() {
        return state;
    }

    void become(State next) {
        state = next;
        limitWorkers(mostWorkers);
    }

    /** What a scorer is doing. */
    public sealed interface State {
        /** For people: why it does not serve, or that it does. */
        String reason();

        /** Empty before it was tested for the first time. */
        Optional<Tested> tested();
    }

    /** Loading or being tested for the first time. */
    public record Starting() implements State {
        @Override
        public String reason() {
            return "the scorer is loading";
        }

        @Override
        public Optional<Tested> tested() {
            return Optional.empty();
        }
    }

    /**
     * Not loaded, or not what was recorded: it serves nobody, and is tried again.
     *
     * @param serving what it was while it served; its lane still has workers
     */
    public record Refused(String reason, Optional<Tested> tested, Optional<Serving> serving) implements State {
        static Refused untested(String reason) {
            return new Refused(reason, Optional.empty(), Optional.empty());
        }
    }

    /** Passed its golden items. */
    public record Serving(ScorerLane lane, Tested test) implements State {
        public LoadedScorer loaded() {
            return test.loaded();
        }

        @Override
        public String reason() {
            return test.result().summary();
        }

        @Override
        public Optional<Tested> tested() {
            return Optional.of(test);
        }
    }

    /** A scorer version with its newest self-test. */
    public record Tested(LoadedScorer loaded, SelfTest.Result result, Instant at) {}
}
