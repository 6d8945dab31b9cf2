package io.flames.scoring.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.flames.scoring.golden.GoldenItem;
import io.flames.scoring.golden.Weights;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.HeadsFile;
import io.flames.scoring.onnx.EncoderFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Trains the heads from the graded texts, measures them and writes {@code heads.json}, {@code model-card.json},
 * {@code golden.jsonl}, and the model card for people. Deterministic on one machine; on another CPU the int8 kernels move the
 * weights a little.
 *
 * <p>Exit codes: 0 done, 1 {@code --check} found other weights or something failed, 2 usage.
 */
public final class TrainMain {
    static final long SEED = 20_231_106;
    /** Elsewhere: rounding to eight bits carries the least difference between two kernels on. */
    private static final double GOLDEN_TOLERANCE = 0.3;
    /** On the same provider and instruction set, where the same bits come out. */
    private static final double GOLDEN_TOLERANCE_THERE = 0.001;

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper JSON_LINE = new ObjectMapper();

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
        List<EncodedText> graded;
        List<EncodedText> weak;
        try (var encoder = new TextEncoder(EncoderFiles.load(options.variant()))) {
            graded = encoder.encode(texts, 1);
            weak = encoder.encode(weakOnes, 1);
        }
        var outcome = new Training(graded, weak, split).run();
        var heldOut = graded.stream().filter(t -> split.heldOut(t.text())).toList();
        Heads heads = HeadsFile.read(HeadsFile.write(outcome.heads()));
        var predictions = heldOut.stream()
                .map(text -> Training.predict(heads.of(text.text().dimension()), text, heads.features()))
                .toList();
        var golden = GoldenChoice.choose(heldOut, heads, GOLDEN_TOLERANCE);
        var card = ModelCard.of(
                options.version(),
                options.variant(),
                texts,
                split,
                outcome,
                predictions,
                golden,
                GOLDEN_TOLERANCE_THERE,
                GOLDEN_TOLERANCE,
                weak(weakTexts, outcome),
                options.compare()
                        ? VariantComparison.of(
                                options.variant(),
                                new VariantComparison.Texts(texts, weakOnes, split),
                                outcome,
                                predictions)
                        : List.of(),
                Provenance.NONE);
        return new Trained(heads, card, golden);
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
                        "tried: %s, l2 %s, weak weight %s: %.4f%n",
                        tried.features(),
                        tried.l2(),
                        tried.weakWeight(),
                        tried.accuracy()));
        out.printf(
                Locale.ROOT,
                "chosen: %s, l2 %s, weak weight %s%n",
                card.setting().features(),
                card.setting().l2(),
                card.setting().weakWeight());
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

    private void write(Path folder, Trained trained) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(Weights.HEADS), HeadsFile.write(trained.heads));
        Files.writeString(
                folder.resolve(Weights.CARD), JSON.writeValueAsString(trained.card) + "\n", StandardCharsets.UTF_8);
        var lines = new StringBuilder();
        for (GoldenItem item : trained.golden) {
            lines.append(JSON_LINE.writeValueAsString(item)).append('\n');
        }
        Files.writeString(folder.resolve(Weights.GOLDEN), lines, StandardCharsets.UTF_8);
        out.println("written to " + folder);
    }

    private record Trained(Heads heads, ModelCard card, List<GoldenItem> golden) {}
}
