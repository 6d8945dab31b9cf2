package io.flames.scoring.onnx;

import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.HeadsFile;
import io.flames.scoring.heads.Reading;
import io.flames.scoring.onnx.EncoderFiles.Variant;
import io.flames.scoring.onnx.InputTemplate.EncodedInput;
import io.flames.scoring.onnx.graph.ScoringGraph;
import io.flames.scoring.onnx.graph.ScoringGraph.Layout;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/** Runs inputs of given lengths through the served graph, for measuring. What the tokens mean does not matter for that. */
public final class Probe implements AutoCloseable {
    private static final int FIRST_WORD = 700;
    private static final int WORDS = 20_000;

    private final ScoringModel model;
    private final Heads heads;

    /**
     * @param headsJson as {@link HeadsFile} writes it
     * @param batched whether inputs may be batched; only to find out that it does not pay where the variant is int8
     */
    public Probe(Variant variant, byte[] headsJson, SessionShape shape, boolean batched) {
        heads = HeadsFile.read(headsJson);
        var layout = batched ? Layout.PADDED : Layout.ALONE;
        model = new ScoringModel(
                ScoringGraph.ofLogits(
                        EncoderFiles.load(variant).graph(), shape.device().norm(), layout, heads),
                heads,
                layout,
                shape);
    }

    /** An input with random tokens; its passes have {@code prompt + response + 3} and {@code response + 2} of them. */
    public static EncodedInput input(int prompt, int response, Random random) {
        return InputTemplate.apply(tokens(prompt, random), tokens(response, random), EnumSet.allOf(Reading.class))
                .orElseThrow(() -> new IllegalArgumentException("a prompt of " + prompt + " tokens is too long"));
    }

    private static int[] tokens(int count, Random random) {
        return random.ints(count, FIRST_WORD, WORDS).toArray();
    }

    /** One inference on the caller's thread. */
    public void run(List<EncodedInput> batch) {
        model.run(batch);
    }

    @Override
    public void close() {
        model.close();
    }
}
