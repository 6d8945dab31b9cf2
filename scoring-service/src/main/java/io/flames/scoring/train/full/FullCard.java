package io.flames.scoring.train.full;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.flames.contracts.Dimensions;
import io.flames.scoring.golden.GoldenItem;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.judgement.LabelledText;
import io.flames.scoring.onnx.EncoderFiles;
import io.flames.scoring.onnx.InputTemplate;
import io.flames.scoring.onnx.OnnxScorer;
import io.flames.scoring.onnx.Platform;
import io.flames.scoring.train.Evaluation;
import io.flames.scoring.train.Prediction;
import io.flames.scoring.train.Provenance;
import io.flames.scoring.train.Report;
import io.flames.scoring.train.full.Checkpoint.Validation;
import io.flames.scoring.train.full.FullTraining.Trained;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The model card of a scorer whose encoder was trained, with the fields that pages and loading know from the cards of
 * heads.
 *
 * @param version from 1
 * @param heldOut on texts that took part in nothing
 * @param validation of the best epoch, which was chosen by these texts: slightly optimistic
 * @param provenance how the weights came about, and the scorer beside the baselines on the test part
 * @param exported how far the written model's logits lie from the trained network's on the validation texts, at most
 */
@JsonPropertyOrder({"name", "version", "kind", "encoder", "template", "statement"})
record FullCard(
        String name,
        int version,
        String kind,
        String encoder,
        String template,
        Map<String, String> statement,
        Data data,
        Setting setting,
        Course course,
        Report heldOut,
        Report validation,
        double exported,
        Golden golden,
        Provenance provenance) {
    /** What the trained scorer is called beside the baselines. */
    static final String SCORER = "whole encoder";

    /** On a logit, where the same bits come out. */
    static final double TOLERANCE_THERE = 0.001;
    /** On a logit, on another processor or accelerator: float32 in another order of additions. */
    static final double TOLERANCE = 0.02;

    private static final Map<String, String> STATEMENT = new java.util.TreeMap<>(Map.of(
            "en",
            "The whole encoder was trained on the texts below. The figures hold for texts of their kind: where these are"
                    + " synthetic answers graded by their authors, they say how well the scorer separates such answers and"
                    + " not how well it agrees with people on answers of real models. Check it against human labels"
                    + " before numbers leave the house.",
            "zh",
            "整个编码器在下列文本上训练。这些数字只对同类文本成立：若文本是由作者评分的合成回答，它们只说明评分器区分此类回答的能力，"
                    + "不代表它与人工标注在真实模型回答上的一致程度。对外发布结果之前，请先用人工标注核对。"));

    /** What a card is made of beside the training. */
    record Told(
            ScorerFolder.About about,
            double exported,
            List<Prediction> validation,
            List<Prediction> heldOut,
            List<GoldenItem> golden) {}

    static FullCard of(FullData data, FullSettings settings, Trained trained, Heads heads, Told told) {
        return new FullCard(
                told.about().name(),
                told.about().version(),
                OnnxScorer.KIND,
                EncoderFiles.TUNED,
                InputTemplate.DESCRIPTION,
                STATEMENT,
                Data.of(data),
                Setting.of(settings, heads),
                Course.of(trained),
                Report.of(told.heldOut()),
                Report.of(told.validation()),
                told.exported(),
                Golden.of(told.golden()),
                provenance(data, settings, trained, told));
    }

    private static Provenance provenance(FullData data, FullSettings settings, Trained trained, Told told) {
        var about = told.about();
        return new Provenance(
                "full",
                about.dataDigest(),
                about.sources(),
                about.split(),
                "accuracy on the validation part: epoch " + trained.best() + " of " + trained.lastEpoch(),
                settings.named(),
                settings.seed(),
                about.code(),
                data.heldOut().isEmpty() ? List.of() : List.of(evaluation(data, told.heldOut())));
    }

    private static Evaluation evaluation(FullData data, List<Prediction> heldOut) {
        var evaluation = new Evaluation.Gathering(SCORER);
        evaluation.add(
                Stream.concat(data.training().stream(), data.validation().stream())
                        .toList(),
                data.heldOut(),
                heldOut);
        return evaluation.of("the test part");
    }

    /**
     * @param counts dimension to score to number of texts, all parts
     * @param digests SHA-256 of each part's texts and scores
     */
    record Data(
            String source,
            int texts,
            int prompts,
            int trainingTexts,
            int validationTexts,
            int heldOutTexts,
            Map<String, Map<Integer, Integer>> counts,
            Map<String, String> digests) {
        static Data of(FullData data) {
            var all = data.all();
            var digests = new LinkedHashMap<String, String>();
            digests.put("training", FullData.digest(data.training()));
            digests.put("validation", FullData.digest(data.validation()));
            digests.put("heldOut", FullData.digest(data.heldOut()));
            return new Data(
                    data.source(),
                    all.size(),
                    (int) all.stream().map(LabelledText::prompt).distinct().count(),
                    data.training().size(),
                    data.validation().size(),
                    data.heldOut().size(),
                    counts(all),
                    digests);
        }

        private static Map<String, Map<Integer, Integer>> counts(List<LabelledText> texts) {
            var counts = new LinkedHashMap<String, Map<Integer, Integer>>();
            for (var dimension : Dimensions.ALL) {
                var row = new LinkedHashMap<Integer, Integer>();
                for (int score : Dimensions.scoresOf(dimension)) {
                    row.put(score, (int) texts.stream()
                            .filter(text -> text.dimension() == dimension && text.score() == score)
                            .count());
                }
                counts.put(Dimensions.nameOf(dimension), row);
            }
            return counts;
        }
    }

    /** @param l2 of the heads that training started from */
    record Setting(String features, double l2, FullSettings training, Map<String, Double> temperatures) {
        static Setting of(FullSettings settings, Heads heads) {
            var temperatures = new LinkedHashMap<String, Double>();
            for (var dimension : Dimensions.ALL) {
                temperatures.put(
                        Dimensions.nameOf(dimension), heads.of(dimension).temperature());
            }
            return new Setting(settings.features().name(), settings.headL2(), settings, temperatures);
        }
    }

    /**
     * @param device what it was trained on
     * @param seconds that its steps and validations took, over all processes that it was resumed in
     * @param bestEpoch whose weights these are; 0: the untouched encoder with its heads
     * @param validations before the first epoch (0) and after each
     */
    record Course(String device, double seconds, long steps, int bestEpoch, List<Validation> validations) {
        static Course of(Trained trained) {
            return new Course(
                    trained.device(),
                    Math.round(10 * trained.seconds()) / 10.0,
                    trained.steps(),
                    trained.best(),
                    trained.validations());
        }
    }

    /** As in the cards of heads. */
    record Golden(int items, String recordedOn, double toleranceThere, double tolerance, double leastMargin) {
        static Golden of(List<GoldenItem> items) {
            double least = items.stream().mapToDouble(GoldenItem::margin).min().orElse(0);
            return new Golden(
                    items.size(), Platform.cpu(), TOLERANCE_THERE, TOLERANCE, Math.round(least * 100) / 100.0);
        }
    }
}
