package io.flames.scoring.train;

import io.flames.scoring.dataset.TrainingItems;
import io.flames.scoring.golden.GoldenItem;
import io.flames.scoring.golden.Weights;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.HeadsFile;
import io.flames.scoring.onnx.EncoderFiles;
import io.flames.scoring.scorer.Digest;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Trains the heads from the graded texts, measures them and writes {@code heads.json}, {@code model-card.json},
 * {@code golden.jsonl}, {@code training-items.txt}, and the model card for people. Deterministic on one machine; on another CPU the int8 kernels move the
 * weights a little.
 *
 * <p>Exit codes: 0 done, 1 {@code --check} found other weights or something failed, 2 usage.
 */
public final class TrainMain {
    static final long SEED = 20_231_106;
    private final TrainOptions options;
    private final PrintStream out;

    private TrainMain(TrainOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /** @return the exit code */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        TrainOptions options;
        try {
            options = TrainOptions.parse(args);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(TrainOptions.USAGE);
            return 2;
        }
        if (options.help()) {
            out.println(TrainOptions.USAGE);
            return 0;
        }
        try {
            return new TrainMain(options, out).run();
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException | IOException e) {
            err.println("training failed: " + e.getMessage());
            return 1;
        }
    }

    private int run() throws IOException {
        var trained = train();
        print(trained.card);
        if (options.check()) {
            return check(trained.heads);
        }
        if (options.out().isPresent()) {
            write(options.out().get(), trained);
        }
        if (options.cardText().isPresent()) {
            Files.writeString(options.cardText().get(), ModelCardText.of(trained.card), StandardCharsets.UTF_8);
        }
        return 0;
    }

    private Trained train() {
        var texts = GradedText.readAll(options.graded());
        var split = new Split(texts, SEED);
        var weakTexts = options.shared().map(SharedData::read).orElse(List.of());
        out.printf("%d graded texts, %d weak ones%n", texts.size(), weakTexts.size());
        var weakOnes = weakTexts.stream().map(SharedData.WeakText::text).toList();
        var progress = new ProgressText(out);
        var encoder = new CachedEncoder(EncoderFiles.load(options.variant()), options.cache());
        var graded = encoder.encode(texts, progress);
        var weak = encoder.encode(weakOnes, progress);
        var outcome = new Training(graded, weak, split, progress).run();
        var heldOut = Training.only(graded, t -> split.heldOut(t.text()));
        Heads heads = HeadsFile.read(HeadsFile.write(outcome.heads()));
        var predictions = Training.predict(heads, heldOut);
        var golden = GoldenChoice.choose(heldOut, heads, ScorerFolder.GOLDEN_TOLERANCE);
        var card = ModelCard.of(
                options.version(),
                options.variant(),
                texts,
                split,
                outcome,
                predictions,
                golden,
                ScorerFolder.GOLDEN_TOLERANCE_THERE,
                ScorerFolder.GOLDEN_TOLERANCE,
                weak(weakTexts, outcome),
                options.compare()
                        ? VariantComparison.of(
                                options.variant(),
                                new VariantComparison.Texts(texts, weakOnes, split, options.cache()),
                                outcome,
                                predictions,
                                progress)
                        : List.of(),
                provenance(graded, weak, split, outcome));
        return new Trained(heads, card, golden, trainedOn(texts, weakTexts, split, outcome));
    }

    /** Lines of the file of training items; weak texts without sketches, and only where they weigh anything. */
    private static List<String> trainedOn(
            List<GradedText> texts, List<SharedData.WeakText> weak, Split split, Training.Outcome outcome) {
        var lines = new ArrayList<>(trainingLines(texts, split));
        if (outcome.best().choice().weakWeight() > 0) {
            weak.stream()
                    .map(SharedData.WeakText::text)
                    .map(text -> TrainingItems.digestOf(text.dimension(), text.prompt(), text.response()))
                    .forEach(lines::add);
        }
        return lines;
    }

    /** Of the texts that are not held out. */
    static List<String> trainingLines(List<GradedText> texts, Split split) {
        return texts.stream()
                .filter(text -> !split.heldOut(text))
                .map(text -> TrainingItems.line(text.dimension(), text.prompt(), text.response()))
                .toList();
    }

    private static ModelCard.Weak weak(List<SharedData.WeakText> texts, Training.Outcome outcome) {
        Map<String, Integer> counts = texts.stream()
                .collect(Collectors.groupingBy(
                        SharedData.WeakText::source, java.util.TreeMap::new, Collectors.summingInt(t -> 1)));
        return new ModelCard.Weak(
                counts,
                outcome.best().choice().weakWeight(),
                texts.isEmpty() ? "none was given" : "weight chosen by cross-validation on the graded texts");
    }

    private void print(ModelCard card) {
        card.tried()
                .forEach(tried -> out.printf(
                        Locale.ROOT,
                        "tried: %s, l2 %s, sharing %s, pair %s, weak %s, n-grams %s: 3 against not 3 %.4f, accuracy %.4f%n",
                        tried.features(),
                        tried.l2(),
                        tried.sharing(),
                        tried.pairScale(),
                        tried.weakWeight(),
                        tried.ngrams(),
                        tried.twoClass(),
                        tried.accuracy()));
        out.printf(
                Locale.ROOT,
                "chosen: %s, l2 %s, sharing %s, pair %s, weak %s, n-grams %s%n",
                card.setting().features(),
                card.setting().l2(),
                card.setting().sharing(),
                card.setting().pairScale(),
                card.setting().weakWeight(),
                card.setting().ngrams());
        out.print(CardText.summary(card.provenance().evaluations()));
        out.println("held-out: " + line(card.heldOut().overall()));
        card.heldOut().byDimension().forEach((name, figures) -> out.println("  " + name + ": " + line(figures)));
        out.println("cross-validated: " + line(card.crossValidation().overall()));
        card.crossValidation()
                .byDimension()
                .forEach((name, figures) -> out.println("  " + name + ": " + line(figures)));
    }

    private static String line(Figures figures) {
        return String.format(
                Locale.ROOT,
                "accuracy %.3f [%.3f, %.3f], 3 against not 3 %.3f, macro F1 %.3f, ECE %.3f, n %d",
                figures.accuracy().share(),
                figures.accuracy().low(),
                figures.accuracy().high(),
                figures.twoClass().share(),
                figures.macroF1(),
                figures.calibrationError(),
                figures.n());
    }

    private int check(Heads trained) {
        Heads shipped = HeadsFile.read(
                Weights.load(options.out(), options.variant().weights()).heads());
        Optional<String> difference = HeadsComparison.difference(shipped, trained, options.tolerance());
        difference.ifPresentOrElse(
                text -> out.println("check failed: " + text),
                () -> out.println("check passed: the shipped weights are reproduced"));
        return difference.isPresent() ? 1 : 0;
    }

    private static Provenance provenance(
            List<EncodedText> graded, List<EncodedText> weak, Split split, Training.Outcome outcome) {
        var sources = new TreeMap<String, Integer>();
        graded.forEach(text -> sources.merge(text.text().source(), 1, Integer::sum));
        return new Provenance(
                "heads",
                digest(graded),
                sources,
                "a fifth of the prompts of each subcomponent held out",
                "3 against not 3 on the answers of each source, by heads that were trained on the others",
                Map.of("classes", "equal weight", "fit", "L-BFGS, 300 steps at most"),
                SEED,
                "the commit that this file is in",
                new UnseenSources(graded, weak, split, outcome).evaluations());
    }

    /** Over the texts in their order. */
    private static String digest(List<EncodedText> graded) {
        var digest = new Digest();
        graded.forEach(text -> digest.part("text", text.text().toString()));
        return digest.hex();
    }

    private void write(Path folder, Trained trained) throws IOException {
        TrainingItems.writeLines(folder, trained.trainedOn);
        ScorerFolder.writeWeights(folder, trained.heads, trained.card, trained.golden);
        out.println("written to " + folder);
    }

    private record Trained(Heads heads, ModelCard card, List<GoldenItem> golden, List<String> trainedOn) {}
}
