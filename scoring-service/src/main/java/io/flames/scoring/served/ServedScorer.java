package io.flames.scoring.served;

import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.golden.SelfTest;
import io.flames.scoring.lane.ScorerLane;
import java.time.Instant;
import java.util.Optional;

/** One scorer of this process, by the name that requests give. */
public final class ServedScorer {
    private final String name;
    private final String kind;
    private final boolean byDefault;
    private volatile State state = new Starting();

    ServedScorer(String name, String kind, boolean byDefault) {
        this.name = name;
        this.kind = kind;
        this.byDefault = byDefault;
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
    public record Refused(String reason, Optional<Tested> tested, Optional<Serving> serving) implements State {}

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
