package io.flames.scoring.ensemble;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.scorer.Peers;
import io.flames.scoring.scorer.Prepared;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.scorer.ScorerIdentity;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.ClassProbability;
import io.flames.scoring.scorer.Verdict.Reason;
import io.flames.scoring.scorer.Verdict.Scored;
import io.flames.scoring.scorer.Verdict.Unscorable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks its members, all at once and each in its own queue, and combines their class probabilities. All members have to
 * answer: one that gives no score leaves the ensemble without one too, one that is away makes the ensemble unavailable. So
 * the same response never gets a verdict of other members than its neighbour.
 */
public final class EnsembleScorer implements Scorer {
    public static final String KIND = "ensemble";

    /** Probabilities of a member sum to 1, this near. */
    private static final double SUM_TOLERANCE = 1e-3;

    private final ScorerIdentity identity;
    private final List<String> members;
    private final Weighting weighting;
    private final Combination combination;
    private final Peers peers;
    private final Duration timeout;

    /**
     * @param weighting of the members, in their order; their disagreement is measured by it whatever the combination
     * @param timeout for all members together
     */
    EnsembleScorer(
            ScorerIdentity identity,
            List<String> members,
            Weighting weighting,
            Combination combination,
            Peers peers,
            Duration timeout) {
        this.identity = identity;
        this.members = List.copyOf(members);
        this.weighting = weighting;
        this.combination = combination;
        this.peers = peers;
        this.timeout = timeout;
    }

    @Override
    public ScorerIdentity identity() {
        return identity;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Prepared prepare(ScoringInput input) {
        return input.response().isBlank()
                ? new Prepared.Decided(new Unscorable(Reason.BLANK, "the response is blank"))
                : new Asked(input);
    }

    @Override
    public List<Verdict> score(List<Prepared> batch) throws InterruptedException {
        var inputs = batch.stream().map(input -> ((Asked) input).input).toList();
        var asked = new ArrayList<CompletableFuture<Verdict>>();
        try {
            long deadline = System.nanoTime() + timeout.toNanos();
            inputs.forEach(input -> members.forEach(member -> asked.add(peers.score(member, input))));
            awaitAllOrAFault(asked, deadline);
            return verdicts(inputs, asked);
        } finally {
            // What still waits with a member when there is no verdict any more: it costs, and delays the next try.
            asked.forEach(work -> work.cancel(false));
        }
    }

    /** Returns at the deadline at the latest. */
    private static void awaitAllOrAFault(List<CompletableFuture<Verdict>> asked, long deadline)
            throws InterruptedException {
        var settled = new CompletableFuture<Boolean>();
        asked.forEach(work -> work.whenComplete((verdict, fault) -> {
            if (fault != null) {
                settled.complete(false);
            }
        }));
        CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenRun(() -> settled.complete(true));
        try {
            settled.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Who has not answered says so itself.
        }
    }

    /** @param asked input by input, each with the members in their order */
    private List<Verdict> verdicts(List<ScoringInput> inputs, List<CompletableFuture<Verdict>> asked)
            throws InterruptedException {
        for (int i = 0; i < asked.size(); i++) {
            if (asked.get(i).isCompletedExceptionally()) {
                answer(members.get(i % members.size()), asked.get(i));
            }
        }
        var verdicts = new ArrayList<Verdict>();
        for (int i = 0; i < inputs.size(); i++) {
            var answers = new ArrayList<Verdict>();
            for (int m = 0; m < members.size(); m++) {
                answers.add(answer(members.get(m), asked.get(i * members.size() + m)));
            }
            verdicts.add(verdict(inputs.get(i).dimension(), answers));
        }
        return verdicts;
    }

    private Verdict answer(String member, CompletableFuture<Verdict> asked) throws InterruptedException {
        try {
            return asked.get(0, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new ScorerUnavailableException(
                    "member " + member + " gave no verdict within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ScorerUnavailableException away) {
                throw new ScorerUnavailableException("member " + member + ": " + away.getMessage(), away);
            }
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw new ScorerUnavailableException("member " + member + " failed", e.getCause());
        }
    }

    /** The members' answers as one. */
    Verdict verdict(Dimension dimension, List<Verdict> answers) {
        var scored = new ArrayList<Scored>();
        var opinions = new ArrayList<double[]>();
        for (int m = 0; m < answers.size(); m++) {
            if (answers.get(m) instanceof Unscorable none) {
                return new Unscorable(
                        Reason.MEMBER_UNSCORABLE, members.get(m) + ", " + none.reason() + ": " + none.detail());
            }
            var one = (Scored) answers.get(m);
            var opinion = opinion(dimension, one);
            if (opinion.isEmpty()) {
                return new Unscorable(Reason.MEMBER_UNSCORABLE, members.get(m) + " gives no probability to each class");
            }
            scored.add(one);
            opinions.add(opinion.get());
        }
        return combined(dimension, scored, opinions);
    }

    private Scored combined(Dimension dimension, List<Scored> scored, List<double[]> opinions) {
        var shares = combination.combine(dimension, opinions);
        var scores = Dimensions.scoresOf(dimension);
        var probabilities = new ArrayList<ClassProbability>();
        for (int c = 0; c < shares.size(); c++) {
            probabilities.add(new ClassProbability(
                    scores.get(c), shares.get(c).probability(), shares.get(c).logit()));
        }
        return new Scored(
                scores.get(Combination.decide(shares)),
                probabilities,
                scored.stream().mapToInt(Scored::tokens).sum(),
                scored.stream().anyMatch(Scored::truncated),
                scored.stream().mapToLong(Scored::inferenceNanos).sum(),
                OptionalDouble.of(weighting.disagreement(opinions)));
    }

    /** Probabilities of the dimension's classes, highest score first, scaled to sum to 1; empty where they are none. */
    private static Optional<double[]> opinion(Dimension dimension, Scored scored) {
        double[] opinion = Dimensions.scoresOf(dimension).stream()
                .mapToDouble(score -> scored.probabilities().stream()
                        .filter(share -> share.score() == score)
                        .mapToDouble(ClassProbability::probability)
                        .sum())
                .toArray();
        double sum = Arrays.stream(opinion).sum();
        boolean distribution = Arrays.stream(opinion).allMatch(p -> p >= 0) && Math.abs(sum - 1) <= SUM_TOLERANCE;
        return distribution
                ? Optional.of(Arrays.stream(opinion).map(p -> p / sum).toArray())
                : Optional.empty();
    }

    @Override
    public void close() {
        // The members are closed by who serves them.
    }

    /** The members want the text, so that it waits with the input. */
    private record Asked(ScoringInput input) implements Prepared {
        @Override
        public int tokens() {
            return 1;
        }

        @Override
        public long bytes() {
            return 128 + 2L * (input.prompt().length() + input.response().length());
        }
    }
}
