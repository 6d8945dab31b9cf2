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
 * A trained scorer and the baselines on texts that none of them was trained on, for the model card.
 *
 * @param data which texts
 * @param rows by scorer: all texts, a dimension each, and with and without refusal wording
 */
public record Evaluation(String data, List<Row> rows) {
    /** The heads' name in {@link Row#scorer}. */
    static final String HEADS = "heads";

    /** All texts, in {@link Row#part}. */
    public static final String ALL = "all";

    public Evaluation {
        rows = List.copyOf(rows);
    }

    /**
     * @param twoClass 3 against not 3
     * @param quadraticKappa 0 where it is not defined
     */
    public record Row(
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
    public static final class Gathering {
        private final String scorer;
        private final Map<String, List<Judged>> judged = new LinkedHashMap<>();

        /** Of heads. */
        Gathering() {
            this(HEADS);
        }

        /** @param scorer what its rows are called, beside the baselines' */
        public Gathering(String scorer) {
            this.scorer = scorer;
        }

        /**
         * @param training what scorer and baselines were fitted on
         * @param predictions of the texts, in their order
         */
        public void add(List<LabelledText> training, List<LabelledText> texts, List<Prediction> predictions) {
            for (int i = 0; i < texts.size(); i++) {
                add(
                        scorer,
                        Judged.of(texts.get(i), Optional.of(predictions.get(i).given())));
            }
            for (Baseline baseline : Baseline.all(training)) {
                texts.forEach(text -> add(baseline.name(), Judged.of(text, Optional.of(baseline.say(text)))));
            }
        }

        void add(Gathering other) {
            other.judged.forEach((by, said) -> said.forEach(one -> add(by, one)));
        }

        private void add(String by, Judged one) {
            judged.computeIfAbsent(by, name -> new ArrayList<>()).add(one);
        }

        public Evaluation of(String data) {
            var rows = new ArrayList<Row>();
            judged.forEach((by, said) -> {
                var judgement = Judgement.of(said);
                rows.add(Row.of(by, ALL, judgement.overall()));
                judgement.byDimension().forEach((name, figures) -> rows.add(Row.of(by, name, figures)));
                rows.add(Row.of(by, "with refusal wording", judgement.withRefusalWording()));
                rows.add(Row.of(by, "without refusal wording", judgement.withoutRefusalWording()));
            });
            return new Evaluation(data, rows);
        }
    }
}
