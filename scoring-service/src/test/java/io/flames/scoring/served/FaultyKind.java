package io.flames.scoring.served;

import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.onnx.OnnxPlan;
import io.flames.scoring.onnx.OnnxScorers;
import io.flames.scoring.scorer.Prepared;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.scorer.ScorerIdentity;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.ClassProbability;
import io.flames.scoring.scorer.Verdict.Scored;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shipped scorer with a fault: from the start (option {@code fault}), or from some moment on ({@link #FAULTS}). What it
 * said once it remembers, so that golden items cost nothing when they come again.
 */
public final class FaultyKind implements ScorerKind {
    /** By the scorer's name. */
    public static final Map<String, Fault> FAULTS = new ConcurrentHashMap<>();

    /** What is wrong with a scorer's output. */
    public enum Fault {
        NONE,
        /** One score for everything. */
        CONSTANT,
        /** Each class has the probability of its neighbour. */
        SHUFFLED,
        /** The classes of another dimension. */
        OTHER_CLASSES,
        /** Each logit is a little more than the tolerance away; no class changes. */
        DRIFTED,
        /** It cannot judge now. */
        AWAY
    }

    @Override
    public String kind() {
        return "faulty";
    }

    @Override
    public LoadedScorer load(Wanted wanted) {
        FAULTS.putIfAbsent(wanted.name(), Fault.valueOf(wanted.options().getOrDefault("fault", "NONE")));
        var loaded = OnnxScorers.load(
                wanted.name(),
                Optional.empty(),
                OnnxPlan.DEFAULT.withWorkers(OptionalInt.of(1)),
                OptionalDouble.empty());
        return new LoadedScorer(
                new Faulty(wanted.name(), loaded.scorer(), loaded.golden().tolerance(), new ConcurrentHashMap<>()),
                loaded.shape(),
                loaded.golden(),
                loaded.template(),
                loaded.backend(),
                loaded.card());
    }

    private record Faulty(String name, Scorer shipped, double tolerance, Map<ScoringInput, Verdict> remembered)
            implements Scorer {
        @Override
        public ScorerIdentity identity() {
            return new ScorerIdentity(name, 1, shipped.identity().digest());
        }

        @Override
        public String kind() {
            return "faulty";
        }

        @Override
        public Prepared prepare(ScoringInput input) {
            return new Asked(input);
        }

        @Override
        public List<Verdict> score(List<Prepared> batch) throws InterruptedException {
            var verdicts = new ArrayList<Verdict>();
            for (Prepared one : batch) {
                var input = ((Asked) one).input;
                var sound = remembered.get(input);
                if (sound == null) {
                    sound = shipped.score(input);
                    remembered.put(input, sound);
                }
                verdicts.add(spoilt((Scored) sound));
            }
            return verdicts;
        }

        private Verdict spoilt(Scored sound) {
            var shares = sound.probabilities();
            return switch (FAULTS.get(name)) {
                case NONE -> sound;
                case CONSTANT ->
                    with(3, shares.stream().map(share -> logit(share, 0)).toList());
                case SHUFFLED -> {
                    var rotated = new ArrayList<>(shares);
                    Collections.rotate(rotated, 1);
                    var moved = new ArrayList<ClassProbability>();
                    for (int c = 0; c < rotated.size(); c++) {
                        moved.add(new ClassProbability(
                                shares.get(c).score(),
                                rotated.get(c).probability(),
                                rotated.get(c).logit()));
                    }
                    yield with(
                            moved.stream()
                                    .max(Comparator.comparingDouble(ClassProbability::probability))
                                    .orElseThrow()
                                    .score(),
                            moved);
                }
                case OTHER_CLASSES -> {
                    var others = new ArrayList<>(shares);
                    if (shares.size() == 2) {
                        others.add(new ClassProbability(2, 0, OptionalDouble.of(-9)));
                    } else {
                        others.remove(1);
                    }
                    yield with(sound.score(), others);
                }
                case DRIFTED ->
                    with(
                            sound.score(),
                            shares.stream()
                                    .map(share -> logit(share, share.logit().orElseThrow() + 2 * tolerance))
                                    .toList());
                case AWAY -> throw new ScorerUnavailableException("the fault says so");
            };
        }

        private static Scored with(int score, List<ClassProbability> shares) {
            return new Scored(score, shares, 1, false, 1);
        }

        private static ClassProbability logit(ClassProbability share, double logit) {
            return new ClassProbability(share.score(), share.probability(), OptionalDouble.of(logit));
        }

        @Override
        public void close() {
            shipped.close();
        }
    }

    private record Asked(ScoringInput input) implements Prepared {
        @Override
        public int tokens() {
            return 1;
        }

        @Override
        public long bytes() {
            return 64;
        }
    }
}
