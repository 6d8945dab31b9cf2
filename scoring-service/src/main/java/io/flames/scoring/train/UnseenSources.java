package io.flames.scoring.train;

import io.flames.scoring.judgement.LabelledText;
import java.util.ArrayList;
import java.util.List;

/**
 * The chosen setting beside the baselines on what was not seen: held-out prompts, and the answers of each source by heads that
 * were trained on the others' training part.
 */
final class UnseenSources {
    private final List<EncodedText> graded;
    private final List<EncodedText> weak;
    private final Split split;
    private final Training.Outcome outcome;

    UnseenSources(List<EncodedText> graded, List<EncodedText> weak, Split split, Training.Outcome outcome) {
        this.graded = graded;
        this.weak = weak;
        this.split = split;
        this.outcome = outcome;
    }

    List<Evaluation> evaluations() {
        var evaluations = new ArrayList<Evaluation>();
        evaluations.add(heldOutPrompts());
        var all = new Evaluation.Gathering();
        var twice = new Evaluation.Gathering();
        var each = new ArrayList<Evaluation>();
        for (String source : Training.sources(graded)) {
            var training =
                    Training.only(graded, text -> !text.text().source().equals(source) && !split.heldOut(text.text()));
            var own = Training.only(graded, text -> text.text().source().equals(source));
            var heldOut = Training.only(own, text -> split.heldOut(text.text()));
            var heads = outcome.best().choice().fitRoughly(training, weak);
            var gathered = new Evaluation.Gathering();
            gathered.add(labelled(training), labelled(own), Training.predict(heads, own));
            each.add(gathered.of("the source " + source + ", trained on the others"));
            all.add(gathered);
            twice.add(labelled(training), labelled(heldOut), Training.predict(heads, heldOut));
        }
        evaluations.add(all.of("held-out sources: each source, trained on the others"));
        evaluations.add(twice.of("held-out prompts of held-out sources"));
        evaluations.addAll(each);
        return evaluations;
    }

    private Evaluation heldOutPrompts() {
        var gathered = new Evaluation.Gathering();
        var heldOut = Training.only(graded, text -> split.heldOut(text.text()));
        gathered.add(
                labelled(Training.only(graded, text -> !split.heldOut(text.text()))),
                labelled(heldOut),
                Training.predict(outcome.heads(), heldOut));
        return gathered.of("held-out prompts");
    }

    private static List<LabelledText> labelled(List<EncodedText> texts) {
        return texts.stream().map(text -> text.text().labelled()).toList();
    }
}
