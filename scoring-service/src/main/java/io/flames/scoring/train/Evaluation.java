package io.flames.scoring.train;

import io.flames.scoring.judgement.Baseline;
import io.flames.scoring.judgement.Judged;
import io.flames.scoring.judgement.Judgement;
import io.flames.scoring.judgement.LabelledText;
import io.flames.scoring.judgement.Proportion;
import io.flames.scoring.train.Figures.Share;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The heads and the baselines on texts that none of them was trained on, for the model card.
 *
 * @param data which texts
 * @param rows by scorer: all texts, a dimension each, and with and without refusal wording
 */
record Evaluation(String data, List<Row> rows) {
    /** The heads' name in {@link Row#scorer}. */
    static final String HEADS = "heads";

    /** All texts, in {@link Row#part}. */
    static final String ALL = "all";

    Evaluation {
        rows = List.copyOf(rows);
    }

    /**
     * @param twoClass 3 against not 3
     * @param quadraticKappa 0 where it is not defined
     */
    record Row(
            String scorer, String part, int n, Share accuracy, Share twoClass, double macroF1, double quadraticKappa) {
        static Row of(String scorer, String part, io.flames.scoring.judgement.Figures figures) {
            return new Row(
                    scorer,
                    part,
                    (int) figures.n(),
                    share(figures.accuracy()),
                    share(figures.twoClass()),
                    round(figures.macroF1().orElse(0)),
                    round(figures.quadraticKappa().orElse(0)));
        }

        private static Share share(Proportion share) {
            return Share.of((int) share.hits(), (int) share.n());
        }

        private static double round(double value) {
            return Math.round(value * 1e4) / 1e4;
        }
    }

    /** What each scorer said of the same texts, gathered piece by piece: the pieces may be judged by different heads. */
    static final class Gathering {
        private final Map<String, List<Judged>> judged = new LinkedHashMap<>();

        /**
         * @param training what heads and baselines were fitted on
         * @param predictions of the texts, in their order
         */
        void add(List<LabelledText> training, List<LabelledText> texts, List<Prediction> predictions) {
            for (int i = 0; i < texts.size(); i++) {
                add(
                        HEADS,
                        Judged.of(texts.get(i), Optional.of(predictions.get(i).given())));
            }
            for (Baseline baseline : Baseline.all(training)) {
                texts.forEach(text -> add(baseline.name(), Judged.of(text, Optional.of(baseline.say(text)))));
            }
        }

        void add(Gathering other) {
            other.judged.forEach((scorer, said) -> said.forEach(one -> add(scorer, one)));
        }

        private void add(String scorer, Judged one) {
            judged.computeIfAbsent(scorer, name -> new ArrayList<>()).add(one);
        }

        Evaluation of(String data) {
            var rows = new ArrayList<Row>();
            judged.forEach((scorer, said) -> {
                var judgement = Judgement.of(said);
                rows.add(Row.of(scorer, ALL, judgement.overall()));
                judgement.byDimension().forEach((name, figures) -> rows.add(Row.of(scorer, name, figures)));
                rows.add(Row.of(scorer, "with refusal wording", judgement.withRefusalWording()));
                rows.add(Row.of(scorer, "without refusal wording", judgement.withoutRefusalWording()));
            });
            return new Evaluation(data, rows);
        }
    }
}
