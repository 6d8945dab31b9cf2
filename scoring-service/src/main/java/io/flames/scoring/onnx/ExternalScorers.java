package io.flames.scoring.onnx;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flames.scoring.ScorerSettings;
import io.flames.scoring.golden.GoldenSet;
import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.golden.RecordedGolden;
import io.flames.scoring.scorer.Digest;
import io.flames.scoring.scorer.ScorerIdentity;
import io.flames.scoring.template.HuggingFaceTokens;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Loads scorers of kind onnx whose graph is a file: {@code onnx.model} is set. */
public final class ExternalScorers {
    /** A graph of 16 bits or with quantised weights is not recorded where it is served. */
    private static final double TOLERANCE = 0.1;

    private ExternalScorers() {}

    /**
     * @param name of the scorer
     * @param plan where and how it is to run
     * @param tolerance of golden items' logits, absolute; empty: 0.1
     * @throws IllegalArgumentException when settings, files, profile and the graph's tensors do not fit each other
     * @throws IllegalStateException when the device does not open, or ONNX Runtime cannot run the graph
     */
    public static LoadedScorer load(String name, ScorerSettings settings, OnnxPlan plan, Optional<Double> tolerance) {
        var options = ExternalOptions.of("flames.scoring.scorers." + name + ".onnx", settings.onnx());
        var golden = RecordedGolden.load(
                settings.golden().map(Path::of), tolerance.orElse(TOLERANCE), settings.goldenAgreement());
        var model = ModelFile.read(options.model());
        byte[] tokenizer = read(options.tokenizer());
        var identity = new ScorerIdentity(name, settings.version(), digest(options, model, tokenizer));
        return OnnxScorers.onBest(
                plan.device(),
                (device, fallback) -> open(identity, options, model, tokenizer, golden, plan, device, fallback));
    }

    private static LoadedScorer open(
            ScorerIdentity identity,
            ExternalOptions options,
            ModelFile model,
            byte[] tokenizer,
            GoldenSet golden,
            OnnxPlan plan,
            Device device,
            Optional<String> fallback) {
        var decided = plan.external(device, Runtime.getRuntime().availableProcessors());
        boolean batched = decided.lane().costs().largestBatch() > 1;
        if (batched && model.quantisesActivations()) {
            throw new IllegalArgumentException("the model " + model.path()
                    + " quantises its activations, so that a batch-mate would change the numbers: expected a profile"
                    + " without batches, or none");
        }
        var scorer = scorer(identity, options, tokenizer, decided.shape(), batched);
        try {
            scorer.warmUp(batched);
        } catch (RuntimeException fault) {
            scorer.close();
            throw fault;
        }
        return new LoadedScorer(
                scorer,
                decided.lane(),
                golden,
                options.template().text(),
                backend(options, model, decided, device, fallback),
                JsonNodeFactory.instance.objectNode());
    }

    private static ExternalScorer scorer(
            ScorerIdentity identity, ExternalOptions options, byte[] tokenizer, SessionShape shape, boolean batched) {
        var tokens = new HuggingFaceTokens(new ByteArrayInputStream(tokenizer));
        try {
            var graph = new ExternalGraph(options, shape, !batched);
            return new ExternalScorer(identity, options.template(), options.layout(), tokens, graph);
        } catch (RuntimeException | LinkageError fault) {
            tokens.close();
            throw fault;
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("the tokenizer's file cannot be read: " + file, e);
        }
    }

    /** Everything that makes the scorer what it is; neither device nor paths. */
    private static String digest(ExternalOptions options, ModelFile model, byte[] tokenizer) {
        var template = options.template();
        var digest = new Digest();
        model.digest(digest);
        return digest.part("tokenizer", tokenizer)
                .part("template", template.text())
                .part("markers", new TreeSet<>(template.markers()).toString())
                .part("limit", String.valueOf(template.maxTokens()))
                .part("inputs", options.inputIds() + " " + options.attentionMask())
                .part("layout", options.layout().toString())
                .hex();
    }

    private static Map<String, String> backend(
            ExternalOptions options, ModelFile model, OnnxPlan.Fed decided, Device device, Optional<String> fallback) {
        var backend = new TreeMap<String, String>();
        backend.put("device", device.id());
        backend.put("platform", device.platform());
        backend.put("model", String.valueOf(options.model().getFileName()));
        backend.put("model-bytes", String.valueOf(model.bytes()));
        backend.put("layout", options.layout().kind().name().toLowerCase(Locale.ROOT));
        backend.put("sessions", String.valueOf(decided.shape().sessions()));
        backend.put("threads", String.valueOf(decided.shape().threads()));
        backend.put("workers", String.valueOf(decided.lane().workers()));
        backend.put("largest-batch", String.valueOf(decided.lane().costs().largestBatch()));
        fallback.ifPresent(reason -> backend.put(OnnxScorers.FALLBACK, reason));
        return backend;
    }
}
