package io.flames.scoring.judgement;

import java.util.List;

/** A scorer that costs nothing. What does not beat all of them has learnt nothing that matters. */
public sealed interface Baseline permits MajorityBaseline, RefusalBaseline, NgramBaseline {
    String name();

    Given say(LabelledText text);

    /** All three, fitted on the same texts, which must not be the ones that they are judged by. */
    static List<Baseline> all(List<LabelledText> training) {
        return List.of(MajorityBaseline.fit(training), new RefusalBaseline(), NgramBaseline.fit(training));
    }
}
