package io.flames.scoring.onnx;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.HeadsFile;
import io.flames.scoring.heads.LinearHead;
import io.flames.scoring.onnx.InputTemplate.EncodedInput;
import io.flames.scoring.onnx.graph.ScoringGraph;
import io.flames.scoring.onnx.graph.ScoringGraph.Layout;
import io.flames.scoring.scorer.Digest;
import io.flames.scoring.scorer.Prepared;
import io.flames.scoring.scorer.Prepared.Decided;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.scorer.ScorerIdentity;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.ClassProbability;
import io.flames.scoring.scorer.Verdict.Reason;
import io.flames.scoring.scorer.Verdict.Scored;
import io.flames.scoring.scorer.Verdict.Unscorable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The encoder with five linear heads; only the head of the prompt's dimension is read. Deterministic: the same input
 * gives the same bits on one machine, whatever else is in flight.
 */
public final class OnnxScorer implements Scorer {
    /** Of the scorer that ships. */
    public static final String NAME = "onnx-heads";

    public static final String KIND = "onnx";

    private static final int[] WARM_UP_TOKENS = {512, 384, 256, 192, 128, 96, 64, 32, 16};

    private final ScorerIdentity identity;
    private final WordPiece wordPiece;
    private final ScoringModel model;
    private final Heads heads;

    /** On the CPU, each input alone. */
    public OnnxScorer(EncoderFiles files, int version, byte[] headsJson) {
        this(NAME, files, version, headsJson, SessionShape.SHARED, Layout.ALONE);
    }

    /**
     * @param name part of its identity: the same weights under another name are another scorer
     * @param version from 1, raised with other weights
     * @param headsJson as {@link HeadsFile} writes it
     * @param layout padded where inputs are batched
     * @throws IllegalStateException when the device does not open
     */
    public OnnxScorer(
            String name, EncoderFiles files, int version, byte[] headsJson, SessionShape shape, Layout layout) {
        identity = new ScorerIdentity(name, version, digest(files, headsJson));
        heads = HeadsFile.read(headsJson);
        wordPiece = WordPiece.of(files.tokenizerJson());
        model = new ScoringModel(
                ScoringGraph.ofLogits(files.graph(), shape.device().norm(), layout, heads), heads, layout, shape);
    }

    /**
     * Runs inputs of all lengths, so that the first request finds memory and code ready.
     *
     * @param callers that there will be at a time
     */
    void warmUp(int callers) {
        var inputs = IntStream.of(WARM_UP_TOKENS)
                .mapToObj(tokens -> InputTemplate.apply(
                        new int[Math.min(tokens, 64)],
                        new int[tokens],
                        heads.features().readings()))
                .flatMap(Optional::stream)
                .toList();
        model.warmUp(inputs, callers);
    }

    /** SHA-256 over encoder, graph, vocabulary, heads and template. */
    static String digest(EncoderFiles files, byte[] headsJson) {
        return new Digest()
                .part("encoder", files.graph())
                .part("graph", ScoringGraph.DESCRIPTION)
                .part("vocabulary", files.tokenizerJson())
                .part("heads", headsJson)
                .part("template", InputTemplate.DESCRIPTION)
                .hex();
    }

    @Override
    public ScorerIdentity identity() {
        return identity;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Prepared prepare(ScoringInput input) {
        if (input.response().isBlank()) {
            return new Decided(new Unscorable(Reason.BLANK, "the response is blank"));
        }
        int[] prompt = wordPiece.ids(input.prompt());
        int[] response = wordPiece.ids(input.response());
        if (response.length == 0) {
            return new Decided(new Unscorable(Reason.BLANK, "the response has no readable character"));
        }
        Optional<EncodedInput> encoded =
                InputTemplate.apply(prompt, response, heads.features().readings());
        if (encoded.isEmpty()) {
            return new Decided(new Unscorable(
                    Reason.TOO_LONG,
                    "the prompt has " + prompt.length + " tokens, at most " + InputTemplate.PROMPT_LIMIT
                            + " leave room for a response"));
        }
        return new Encoded(input.dimension(), encoded.get());
    }

    @Override
    public void close() {
        model.close();
    }

    private Verdict verdict(Encoded input, float[] output, long nanos) {
        double[] logits = heads.logits(input.dimension, output);
        if (!Arrays.stream(logits).allMatch(Double::isFinite)) {
            return new Unscorable(Reason.NO_VERDICT, "the scorer's output is not finite");
        }
        double[] shares = heads.of(input.dimension).probabilities(logits);
        var scores = Dimensions.scoresOf(input.dimension);
        var probabilities = new ArrayList<ClassProbability>();
        for (int c = 0; c < shares.length; c++) {
            probabilities.add(new ClassProbability(scores.get(c), shares[c], OptionalDouble.of(logits[c])));
        }
        return new Scored(
                scores.get(LinearHead.argmax(logits)), probabilities, input.tokens(), input.input.truncated(), nanos);
    }

    @Override
    public Verdict score(ScoringInput input) {
        Prepared prepared = prepare(input);
        return prepared.decided().orElseGet(() -> score(List.of(prepared)).get(0));
    }

    @Override
    public List<Verdict> score(List<Prepared> batch) {
        var inputs = batch.stream().map(input -> (Encoded) input).toList();
        long start = System.nanoTime();
        float[][] outputs = model.run(inputs.stream().map(Encoded::input).toList());
        long each = (System.nanoTime() - start) / inputs.size();
        var verdicts = new ArrayList<Verdict>();
        for (int i = 0; i < outputs.length; i++) {
            verdicts.add(verdict(inputs.get(i), outputs[i], each));
        }
        return verdicts;
    }

    /** Token ids; the text is let go. */
    private record Encoded(Dimension dimension, EncodedInput input) implements Prepared {
        @Override
        public int tokens() {
            return input.tokens();
        }

        @Override
        public long bytes() {
            return 128L + 4L * (input.tokens() + input.response().length);
        }
    }
}
