package io.flames.scoring.train;

import io.flames.contracts.Dimensions;
import io.flames.scoring.dataset.DataSet;
import io.flames.scoring.dataset.Part;
import io.flames.scoring.golden.GoldenItem;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.onnx.InputTemplate;
import io.flames.scoring.onnx.OnnxScorer;
import io.flames.scoring.train.HeadsMode.Fitted;
import io.flames.scoring.train.HeadsMode.Parts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The model card of heads that were trained on a data set. */
final class HeadsCard {
    private HeadsCard() {}

    static ModelCard of(
            TrainingJob job,
            HeadsSettings settings,
            Parts parts,
            List<Fitted> candidates,
            Fitted best,
            Heads heads,
            List<Prediction> test,
            List<GoldenItem> golden) {
        return new ModelCard(
                job.name(),
                job.version(),
                OnnxScorer.KIND,
                settings.variant().encoder(),
                InputTemplate.DESCRIPTION,
                statement(job),
                data(job, parts),
                setting(best, heads),
                Report.of(test),
                Report.of(best.predictions()),
                candidates.stream()
                        .map(fitted -> ModelCard.Tried.of(fitted.choice(), fitted.predictions()))
                        .toList(),
                ModelCard.Golden.of(golden, ScorerFolder.GOLDEN_TOLERANCE_THERE, ScorerFolder.GOLDEN_TOLERANCE),
                List.of(),
                provenance(job, settings, parts, heads, test));
    }

    private static Map<String, String> statement(TrainingJob job) {
        var statement = new TreeMap<String, String>();
        statement.put(
                "en",
                "Trained by `flames train` on the data set " + job.data().digest() + ", split by "
                        + job.manifest().split().by() + ". Its figures hold for answers of the kind that is in the test"
                        + " part. What the labels are worth is known to whoever gave them.");
        statement.put("zh", "由 `flames train` 在数据集 " + job.data().digest() + " 上训练。数字只适用于与测试部分同类的回答；标签的质量由标注者负责。");
        return statement;
    }

    private static ModelCard.Data data(TrainingJob job, Parts parts) {
        var items = HeadsMode.items(job);
        var counts = new LinkedHashMap<String, Map<Integer, Integer>>();
        Dimensions.ALL.forEach(dimension -> counts.put(
                Dimensions.nameOf(dimension),
                DataSet.counts(items).getOrDefault(Dimensions.nameOf(dimension), Map.of())));
        return new ModelCard.Data(
                String.join(
                        ", ",
                        job.manifest().sources().stream()
                                .map(source -> source.name())
                                .toList()),
                items.size(),
                (int) items.stream().map(item -> item.promptKey()).distinct().count(),
                parts.train().size(),
                parts.test().size(),
                counts,
                new ModelCard.Weak(Map.of(), 0, "none was given"));
    }

    private static ModelCard.Setting setting(Fitted best, Heads heads) {
        var temperatures = new LinkedHashMap<String, Double>();
        Dimensions.ALL.forEach(dimension -> temperatures.put(
                Dimensions.nameOf(dimension), heads.of(dimension).temperature()));
        return ModelCard.Setting.of(best.choice(), temperatures);
    }

    private static Provenance provenance(
            TrainingJob job, HeadsSettings settings, Parts parts, Heads heads, List<Prediction> test) {
        var sources = new LinkedHashMap<String, Integer>();
        job.manifest().sources().forEach(source -> sources.merge(source.name(), source.items(), Integer::sum));
        var evaluation = new Evaluation.Gathering();
        evaluation.add(
                Stream.concat(parts.train().stream(), parts.validation().stream())
                        .map(text -> text.text().labelled())
                        .toList(),
                parts.test().stream().map(text -> text.text().labelled()).toList(),
                test);
        return new Provenance(
                "heads",
                job.data().digest(),
                sources,
                job.manifest().split().by() + " " + job.manifest().split().how(),
                job.data().of(Part.VALIDATION).isEmpty()
                        ? "a fifth of the training prompts that was set apart"
                        : "accuracy on the validation part",
                Map.of(
                        "features", settings.features().name(),
                        "l2", settings.l2().toString(),
                        "sharing", String.valueOf(settings.sharing()),
                        "pairScale", String.valueOf(settings.pairScale()),
                        "ngrams", String.valueOf(settings.ngrams()),
                        "classes", "equal weight",
                        "fit", "L-BFGS, 300 steps at most",
                        "passedOver", String.valueOf(parts.passedOver())),
                job.seed(),
                job.codeVersion(),
                List.of(evaluation.of("the test part")));
    }
}
