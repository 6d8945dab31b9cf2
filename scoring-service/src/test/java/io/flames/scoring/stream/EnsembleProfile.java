package io.flames.scoring.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.contracts.Dimensions;
import io.flames.scoring.golden.GoldenItem;
import io.flames.scoring.golden.Weights;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.HeadsFile;
import io.flames.scoring.heads.LinearHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Standalone, with three more scorers: {@code twin} has the shipped heads, {@code lenient} the same with a logit more for
 * harmless, and ensembles ask {@code onnx-heads} and one of them.
 */
public final class EnsembleProfile extends FreeGrpcPort {
    /** Added to the logit of score 3; less than the margin of any golden item, so that the recorded classes hold. */
    static final float LENIENCE = 0.2f;

    @Override
    public String getConfigProfile() {
        return "standalone,test";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        var overrides = new HashMap<>(super.getConfigOverrides());
        scorer(overrides, "twin", "kind", "onnx");
        scorer(overrides, "lenient", "kind", "onnx");
        scorer(overrides, "lenient", "onnx.weights", lenient().toString());
        scorer(overrides, "same", "kind", "ensemble");
        scorer(overrides, "same", "ensemble.members", "onnx-heads,twin");
        scorer(overrides, "mixed", "kind", "ensemble");
        scorer(overrides, "mixed", "ensemble.members", "onnx-heads,lenient");
        scorer(overrides, "mixed", "ensemble.weights", "1,3");
        scorer(overrides, "round", "kind", "ensemble");
        scorer(overrides, "round", "ensemble.members", "onnx-heads,round");
        scorer(overrides, "lost", "kind", "ensemble");
        scorer(overrides, "lost", "ensemble.members", "onnx-heads,nobody");
        return overrides;
    }

    private static void scorer(Map<String, String> overrides, String name, String key, String value) {
        overrides.put("flames.scoring.scorers." + name + "." + key, value);
    }

    private static Path lenient() {
        try {
            var folder = Files.createDirectories(Path.of("target", "lenient-weights"));
            var shipped = Weights.load(Optional.empty());
            var heads = HeadsFile.read(shipped.heads());
            Files.write(
                    folder.resolve(Weights.HEADS),
                    HeadsFile.write(new Heads(
                            heads.features(),
                            heads.heads().stream().map(EnsembleProfile::more).toList(),
                            heads.ngrams())));
            Files.writeString(folder.resolve(Weights.CARD), shipped.cardJson());
            Files.writeString(folder.resolve(Weights.GOLDEN), recorded(shipped.golden()));
            return folder.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LinearHead more(LinearHead head) {
        var bias = head.bias().clone();
        bias[0] += LENIENCE;
        return new LinearHead(head.weights(), bias, head.temperature());
    }

    /** What the changed heads say: the first logit is so much higher, the class is that of the highest logit. */
    private static String recorded(List<GoldenItem> shipped) {
        var json = new ObjectMapper();
        return shipped.stream()
                .map(item -> {
                    var logits = new ArrayList<>(item.logits());
                    logits.set(0, logits.get(0) + LENIENCE);
                    var scores = Dimensions.scoresOf(
                            Dimensions.byName(item.dimension()).orElseThrow());
                    int best = logits.indexOf(Collections.max(logits));
                    var changed = new GoldenItem(
                            item.id(),
                            item.dimension(),
                            item.prompt(),
                            item.response(),
                            scores.get(best),
                            item.authored(),
                            logits);
                    return json.valueToTree(changed).toString();
                })
                .collect(Collectors.joining("\n"));
    }
}
