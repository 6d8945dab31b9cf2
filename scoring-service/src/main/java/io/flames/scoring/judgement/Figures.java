package io.flames.scoring.judgement;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * How right a scorer is on a set of labelled answers.
 *
 * @param n answers with a score
 * @param unscorable answers without one; they are in no other figure
 * @param accuracy share with the right score
 * @param twoClass share on the right side of 3 against not 3
 * @param macroF1 mean F1 over the scores that are right somewhere
 * @param quadraticKappa Cohen's kappa with squared distances
 * @param reliability empty where the scorer gives no probabilities
 */
public record Figures(
        long n,
        long unscorable,
        Proportion accuracy,
        Proportion twoClass,
        OptionalDouble macroF1,
        OptionalDouble quadraticKappa,
        Confusion confusion,
        Optional<Reliability> reliability) {

    public static Figures of(List<Judged> judged) {
        var scored = judged.stream().filter(one -> one.given().isPresent()).toList();
        var confusion = Confusion.of(scored);
        return new Figures(
                scored.size(),
                judged.size() - scored.size(),
                share(scored, Judged::right),
                share(scored, Judged::rightInTwo),
                confusion.macroF1(),
                confusion.quadraticKappa(),
                confusion,
                Reliability.of(scored));
    }

    private static Proportion share(List<Judged> judged, Predicate<Judged> hit) {
        return Proportion.of(judged.stream().filter(hit).count(), judged.size());
    }
}
