package io.flames.scoring.judge;

import io.flames.scoring.scorer.Verdict.ClassProbability;
import io.flames.scoring.scorer.Verdict.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Counts the votes on one response. A score needs more than half of all votes that were to be cast; a vote that was not
 * readable or was filtered counts for nobody. Pure.
 */
final class Tally {
    private final int asked;
    private final List<Integer> votes = new ArrayList<>();
    private int unread;
    private int filtered;

    /** @param asked votes to be cast, odd */
    Tally(int asked) {
        this.asked = asked;
    }

    void vote(int score) {
        votes.add(score);
    }

    void unread() {
        unread++;
    }

    void filtered() {
        filtered++;
    }

    private int majority() {
        return asked / 2 + 1;
    }

    /**
     * No vote still to come can bring a score: too few are readable. A majority for a score does not end the voting, as the
     * disagreement is of interest too.
     */
    boolean hopeless() {
        return asked - unread - filtered < majority();
    }

    /** The score with a majority. */
    OptionalInt score() {
        return votes.stream()
                .distinct()
                .mapToInt(Integer::intValue)
                .filter(score -> count(score) >= majority())
                .findFirst();
    }

    /** Why there is no score; empty where there is one. */
    Optional<Reason> reason() {
        if (score().isPresent()) {
            return Optional.empty();
        }
        if (votes.size() >= majority()) {
            return Optional.of(Reason.NO_MAJORITY);
        }
        return Optional.of(filtered >= unread ? Reason.JUDGE_FILTERED : Reason.UNPARSEABLE);
    }

    /** Share of each score among the votes that were cast. */
    List<ClassProbability> shares(List<Integer> scores) {
        return scores.stream()
                .map(score -> new ClassProbability(score, (double) count(score) / votes.size()))
                .toList();
    }

    /** Share of the cast votes that went to other scores than the winner; empty where only one was asked for. */
    OptionalDouble disagreement() {
        var score = score();
        return asked == 1 || score.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) (votes.size() - count(score.getAsInt())) / votes.size());
    }

    /** For people. */
    String summary() {
        return "of " + asked + " votes " + votes.size() + " cast, " + unread + " not readable, " + filtered
                + " filtered";
    }

    private int count(int score) {
        return (int) votes.stream().filter(vote -> vote == score).count();
    }
}
