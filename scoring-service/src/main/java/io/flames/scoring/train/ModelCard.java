package io.flames.scoring.train;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.flames.contracts.Dimensions;
import io.flames.scoring.golden.GoldenItem;
import io.flames.scoring.onnx.EncoderFiles.Variant;
import io.flames.scoring.onnx.InputTemplate;
import io.flames.scoring.onnx.OnnxScorer;
import io.flames.scoring.onnx.Platform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is to be known about one version of the heads. Written as {@code model-card.json}; the page, the README's figures
 * and ScorerVersionRegistered read it. The same texts give the same card.
 *
 * @param version from 1, raised when other weights ship
 * @param heldOut on prompts that took part in nothing
 * @param crossValidation of the chosen setting on the training part, five folds by prompt; the setting was chosen by it,
 *     so that it is slightly optimistic
 * @param tried every setting with its cross-validated accuracy
 * @param variants what quantising the encoder costs; empty where it was not compared
 * @param provenance how the weights came about, and the heads beside the baselines
 */
@JsonPropertyOrder({"name", "version", "kind", "encoder", "template", "statement"})
record ModelCard(
        String name,
        int version,
        String kind,
        String encoder,
        String template,
        Map<String, String> statement,
        Data data,
        Setting setting,
        Report heldOut,
        Report crossValidation,
        List<Tried> tried,
        Golden golden,
        List<VariantFigures> variants,
        Provenance provenance) {
    ModelCard {
        variants = List.copyOf(variants);
        // Cards of versions before 4 have none.
        provenance = Objects.requireNonNullElse(provenance, Provenance.NONE);
    }

    private static final Map<String, String> STATEMENT = Map.of(
            "en",
            "There is no public set of human-labelled Chinese prompt-response pairs on the three-point scale. These heads"
                    + " are trained and measured on answers that the project wrote itself, synthetic and graded by"
                    + " their authors, so the figures say how well the scorer separates answers of that kind and not how"
                    + " well it agrees with people on answers of real models. Check it against human labels before"
                    + " numbers leave the house. Each answer was graded by one author, so nothing is known of how far"
                    + " graders agree. The sources are styles in which these authors wrote (short, long-form, voices,"
                    + " realistic, realistic2, realistic3, refusals, english), not models: leaving one out in turn is the nearest that authored"
                    + " texts come to a target that nobody has seen, and easier. N-grams, which know words and nothing else,"
                    + " come near to the heads there (the tables say how near): authors repeat their turns of phrase from"
                    + " style to style. Two"
                    + " reserves on the held-out figures: which features were worth trying was known from earlier versions"
                    + " of all texts, the held-out ones included, and earlier versions of the heads were measured on some of"
                    + " the same held-out prompts.",
            "zh",
            "目前没有公开的、由人工按三分制标注的中文提示—回答数据。本评分器的分类头用项目自行撰写的合成回答训练和评测，分数由作者给定。"
                    + "因此这些数字只说明它区分此类回答的能力，不代表它与人工标注在真实模型回答上的一致程度。对外发布结果之前，请先用人工标注核对。"
                    + "每条回答只由一位作者评分，评分者之间的一致程度未知。"
                    + "所谓来源是作者的写作风格（short、long-form、voices、realistic、realistic2、realistic3、refusals、english），并不是模型：轮流留出一种风格，是自撰文本最接近“未见过的模型”的做法，但更容易；"
                    + "只认字词的 n-gram 在此与这些分类头相差不远（见各表），说明作者的措辞在各风格间重复出现。"
                    + "留出数据上的数字有两点保留：候选特征的范围曾参考早期全部文本（含留出部分）的结果；分类头的早期版本也在部分相同的留出提示上测量过。");

    static ModelCard of(
            int version,
            Variant variant,
            List<GradedText> texts,
            Split split,
            Training.Outcome outcome,
            List<Prediction> heldOut,
            List<GoldenItem> golden,
            double toleranceThere,
            double tolerance,
            Weak weak,
            List<VariantFigures> variants,
            Provenance provenance) {
        return new ModelCard(
                OnnxScorer.NAME,
                version,
                OnnxScorer.KIND,
                variant.encoder(),
                InputTemplate.DESCRIPTION,
                new java.util.TreeMap<>(STATEMENT),
                Data.of(texts, split, weak),
                Setting.of(outcome),
                Report.of(heldOut),
                Report.of(outcome.folds()),
                outcome.candidates().stream()
                        .map(candidate -> Tried.of(candidate.choice(), candidate.predictions()))
                        .toList(),
                Golden.of(golden, toleranceThere, tolerance),
                variants,
                provenance);
    }

    /**
     * @param source where the texts come from
     * @param counts dimension to score to number of texts
     */
    record Data(
            String source,
            int texts,
            int prompts,
            int trainingTexts,
            int heldOutTexts,
            Map<String, Map<Integer, Integer>> counts,
            Weak weak) {
        static Data of(List<GradedText> texts, Split split, Weak weak) {
            int heldOut = (int) texts.stream().filter(split::heldOut).count();
            return new Data(
                    "scoring-service/training/graded: synthetic, written and graded by the project's authors",
                    texts.size(),
                    (int) texts.stream().map(GradedText::promptKey).distinct().count(),
                    texts.size() - heldOut,
                    heldOut,
                    counts(texts),
                    weak);
        }

        private static Map<String, Map<Integer, Integer>> counts(List<GradedText> texts) {
            var counts = new LinkedHashMap<String, Map<Integer, Integer>>();
            for (var dimension : Dimensions.ALL) {
                var row = new LinkedHashMap<Integer, Integer>();
                for (int score : Dimensions.scoresOf(dimension)) {
                    row.put(score, (int) texts.stream()
                            .filter(t -> t.dimension() == dimension && t.score() == score)
                            .count());
                }
                counts.put(Dimensions.nameOf(dimension), row);
            }
            return counts;
        }
    }

    /** Public data that was offered; its weight is chosen by cross-validation on the graded texts. */
    record Weak(Map<String, Integer> texts, double chosenWeight, String note) {}

    /** See {@link Choice}. */
    record Setting(
            String features,
            double l2,
            double sharing,
            double pairScale,
            double weakWeight,
            double ngrams,
            Map<String, Double> temperatures) {
        static Setting of(Choice choice, Map<String, Double> temperatures) {
            return new Setting(
                    choice.features().name(),
                    choice.l2(),
                    choice.sharing(),
                    choice.pairScale(),
                    choice.weakWeight(),
                    choice.ngrams(),
                    temperatures);
        }

        static Setting of(Training.Outcome outcome) {
            var temperatures = new LinkedHashMap<String, Double>();
            for (var dimension : Dimensions.ALL) {
                temperatures.put(
                        Dimensions.nameOf(dimension),
                        outcome.heads().of(dimension).temperature());
            }
            return of(outcome.best().choice(), temperatures);
        }
    }

    /** @param twoClass share on the right side of 3 against not 3 */
    record Tried(
            String features,
            double l2,
            double sharing,
            double pairScale,
            double weakWeight,
            double ngrams,
            double accuracy,
            double twoClass) {
        static Tried of(Choice choice, List<Prediction> predictions) {
            var figures = Figures.of(predictions);
            return new Tried(
                    choice.features().name(),
                    choice.l2(),
                    choice.sharing(),
                    choice.pairScale(),
                    choice.weakWeight(),
                    choice.ngrams(),
                    figures.accuracy().share(),
                    figures.twoClass().share());
        }
    }

    /**
     * @param recordedOn provider and instruction set, see {@link io.flames.scoring.onnx.Platform}
     * @param toleranceThere absolute, on a logit, where the platform is the one of the record
     * @param tolerance absolute, on a logit, elsewhere
     * @param leastMargin least distance of a recorded class's logit from the next; from twice the tolerance on, logits
     *     within the tolerance cannot change a class
     */
    record Golden(int items, String recordedOn, double toleranceThere, double tolerance, double leastMargin) {
        static Golden of(List<GoldenItem> items, double toleranceThere, double tolerance) {
            double least = items.stream().mapToDouble(GoldenItem::margin).min().orElse(0);
            return new Golden(items.size(), Platform.cpu(), toleranceThere, tolerance, Math.round(least * 100) / 100.0);
        }
    }

    /**
     * @param trainedOn variant of the encoder whose features the heads were trained on
     * @param readOn variant whose features they read
     * @param heldOut on the held-out texts
     */
    record VariantFigures(String trainedOn, String readOn, Figures heldOut) {}
}
