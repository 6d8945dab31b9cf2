package io.flames.scoring.train.full;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.flames.contracts.Dimensions;
import io.flames.scoring.fit.Temperature;
import io.flames.scoring.golden.GoldenItem;
import io.flames.scoring.golden.Weights;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.HeadsFile;
import io.flames.scoring.heads.LinearHead;
import io.flames.scoring.judgement.LabelledText;
import io.flames.scoring.onnx.EncoderFiles;
import io.flames.scoring.onnx.InputTemplate;
import io.flames.scoring.onnx.graph.EncoderWeights;
import io.flames.scoring.train.Prediction;
import io.flames.scoring.train.full.FullTraining.Trained;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes what an {@code onnx} scorer serves: {@code model.onnx} (encoder and heads in one file), {@code tokenizer.json},
 * {@code heads.json} (with temperatures), {@code golden.jsonl}, {@code MODEL_CARD.md} and, last, {@code model-card.json}. Before that it runs the
 * scorer's own graph over all validation texts and compares its logits with the trained network's.
 */
public final class ScorerFolder {
    /** Largest distance of a logit from the trained network's. */
    public static final double EQUAL = 1e-4;

    /** The model card as Markdown. */
    private static final String CARD_TEXT = "MODEL_CARD.md";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper JSON_LINE = new ObjectMapper();

    private ScorerFolder() {}

    /**
     * @param name of the scorer, for its card
     * @param version from 1
     * @param code version of the code that trained it
     * @param dataDigest of the data set
     * @param sources name to items
     * @param split how training, validation and test were told apart
     */
    public record About(
            String name, int version, String code, String dataDigest, Map<String, Integer> sources, String split) {}

    /**
     * @param exported largest distance of a logit of the written model from the trained network's
     * @param uncovered classes without enough golden items: with any, no service takes the scorer
     */
    public record Written(FullCard card, double exported, List<String> uncovered) {}

    /**
     * @return what was written
     * @throws IllegalStateException when the written model is not the trained network
     */
    public static Written write(Path folder, FullData data, FullSettings settings, Trained trained, About about) {
        var heads = calibrated(data.validation(), trained);
        var own = EncoderFiles.load(EncoderFiles.Variant.FP32);
        var files = new EncoderFiles(
                EncoderWeights.write(own.graph(), trained.encoder(), heads, metadata(heads)), own.tokenizerJson());
        try (var served = new Served(files, heads)) {
            var validation = served.predict(data.validation());
            double exported = distance(validation, trained.validation());
            if (!(exported <= EQUAL)) {
                throw new IllegalStateException("the written model is not the trained network: a logit is " + exported
                        + " off, at most " + EQUAL + " is allowed");
            }
            var heldOut = served.predict(data.heldOut());
            var golden = golden(served, data, heldOut, validation);
            var card = FullCard.of(
                    data, settings, trained, heads, new FullCard.Told(about, exported, validation, heldOut, golden));
            write(folder, files, heads, golden, card);
            return new Written(card, exported, GoldenTexts.missing(golden));
        }
    }

    private static Map<String, String> metadata(Heads heads) {
        return Map.of("flames.features", heads.features().name(), "flames.input", InputTemplate.DESCRIPTION);
    }

    /** Temperatures by the validation texts; 1 where a dimension has none. */
    private static Heads calibrated(List<LabelledText> texts, Trained trained) {
        var heads = new ArrayList<LinearHead>();
        for (var dimension : Dimensions.ALL) {
            var own = IntStream.range(0, texts.size())
                    .filter(i -> texts.get(i).dimension() == dimension)
                    .boxed()
                    .toList();
            double temperature = own.isEmpty()
                    ? 1
                    : Temperature.fit(
                            own.stream().map(trained.validation()::get).toList(),
                            own.stream().map(i -> texts.get(i).label()).toList());
            var head = trained.heads().of(dimension);
            heads.add(new LinearHead(head.weights(), head.bias(), temperature));
        }
        return new Heads(trained.heads().features(), heads);
    }

    private static double distance(List<Prediction> served, List<double[]> trained) {
        double widest = 0;
        for (int i = 0; i < served.size(); i++) {
            for (int c = 0; c < trained.get(i).length; c++) {
                double off = Math.abs(served.get(i).logits()[c] - trained.get(i)[c]);
                widest = Double.isNaN(off) ? Double.POSITIVE_INFINITY : Math.max(widest, off);
            }
        }
        return widest;
    }

    /** Of texts that were not trained on, and where these lack a class, of all. */
    private static List<GoldenItem> golden(
            Served served, FullData data, List<Prediction> heldOut, List<Prediction> validation) {
        var texts = new ArrayList<>(data.heldOut());
        texts.addAll(data.validation());
        var predictions = new ArrayList<>(heldOut);
        predictions.addAll(validation);
        var chosen = GoldenTexts.choose(texts, predictions, FullCard.TOLERANCE);
        if (GoldenTexts.missing(chosen).isEmpty()) {
            return chosen;
        }
        texts.addAll(data.training());
        predictions.addAll(served.predict(data.training()));
        return GoldenTexts.choose(texts, predictions, FullCard.TOLERANCE);
    }

    private static void write(Path folder, EncoderFiles files, Heads heads, List<GoldenItem> golden, FullCard card) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(Weights.CARD));
            Files.write(folder.resolve(EncoderFiles.MODEL), files.graph());
            Files.write(folder.resolve(EncoderFiles.TOKENIZER), files.tokenizerJson());
            Files.write(folder.resolve(Weights.HEADS), HeadsFile.write(heads));
            var lines = new StringBuilder();
            for (GoldenItem item : golden) {
                lines.append(JSON_LINE.writeValueAsString(item)).append('\n');
            }
            Files.writeString(folder.resolve(Weights.GOLDEN), lines, StandardCharsets.UTF_8);
            Files.writeString(folder.resolve(CARD_TEXT), FullCardText.of(card), StandardCharsets.UTF_8);
            Files.writeString(
                    folder.resolve(Weights.CARD), JSON.writeValueAsString(card) + "\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the scorer cannot be written to " + folder + ": " + e.getMessage()
                            + "; the training is kept there, go on with it by resume=true (flames train --resume)",
                    e);
        }
    }
}
