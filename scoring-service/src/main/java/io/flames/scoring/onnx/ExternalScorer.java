package io.flames.scoring.onnx;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.heads.LinearHead;
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
import io.flames.scoring.template.HeadLayout;
import io.flames.scoring.template.HuggingFaceTokens;
import io.flames.scoring.template.PromptTemplate;
import io.flames.scoring.template.ResponseCut;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * An exported classifier, such as the authors' InternLM with five heads, in our own ONNX Runtime: template, tokenizer and
 * head mapping are as configured, only the head of the prompt's dimension is read. Logits that are not finite make their
 * own item unscorable and no other.
 */
final class ExternalScorer implements Scorer {
    private static final List<ScoringInput> WARM_UP = List.of(
            new ScoringInput(Dimension.DIMENSION_SAFETY, "你好", "你好！"),
            new ScoringInput(Dimension.DIMENSION_LEGALITY, "今天吃什么？", "可以试试清淡的。".repeat(8)));

    private final ScorerIdentity identity;
    private final PromptTemplate template;
    private final HeadLayout layout;
    private final HuggingFaceTokens tokenizer;
    private final ExternalGraph graph;

    /** Closes tokenizer and graph with itself. */
    ExternalScorer(
            ScorerIdentity identity,
            PromptTemplate template,
            HeadLayout layout,
            HuggingFaceTokens tokenizer,
            ExternalGraph graph) {
        this.identity = identity;
        this.template = template;
        this.layout = layout;
        this.tokenizer = tokenizer;
        this.graph = graph;
    }

    @Override
    public ScorerIdentity identity() {
        return identity;
    }

    @Override
    public String kind() {
        return OnnxScorer.KIND;
    }

    /**
     * Runs inputs of different lengths, so that a graph that does not do as it says is found out before it serves.
     *
     * @param batched both in one batch
     * @throws IllegalStateException when it does not run
     */
    void warmUp(boolean batched) {
        var inputs = WARM_UP.stream()
                .map(this::prepare)
                .filter(input -> input.decided().isEmpty())
                .toList();
        if (batched) {
            score(inputs);
        } else {
            inputs.forEach(input -> score(List.of(input)));
        }
    }

    @Override
    public Prepared prepare(ScoringInput input) {
        if (input.response().isBlank()) {
            return new Decided(new Unscorable(Reason.BLANK, "the response is blank"));
        }
        var rendered = template.render(input.prompt(), input.response());
        return ResponseCut.tokens(rendered, tokenizer.of(rendered.text()), template.maxTokens())
                .<Prepared>map(cut -> new Encoded(input.dimension(), cut.input(), cut.truncated()))
                .orElseGet(() -> new Decided(new Unscorable(
                        Reason.TOO_LONG,
                        "prompt and template leave too little of " + template.maxTokens()
                                + " tokens for the response")));
    }

    @Override
    public List<Verdict> score(List<Prepared> batch) {
        var inputs = batch.stream().map(Encoded.class::cast).toList();
        long start = System.nanoTime();
        var outputs = graph.run(inputs.stream().map(Encoded::ids).toList());
        long each = (System.nanoTime() - start) / inputs.size();
        return IntStream.range(0, inputs.size())
                .mapToObj(item -> verdict(inputs.get(item), outputs, item, each))
                .toList();
    }

    private Verdict verdict(Encoded input, List<double[]> outputs, int item, long nanos) {
        var place = layout.place(input.dimension);
        double[] logits = place.read(outputs.get(place.output()), layout.width(place.output()), item);
        if (!Arrays.stream(logits).allMatch(Double::isFinite)) {
            return new Unscorable(Reason.NO_VERDICT, "the scorer's output is not finite");
        }
        double[] shares = LinearHead.softmax(logits, 1);
        var scores = Dimensions.scoresOf(input.dimension);
        var classes = IntStream.range(0, shares.length)
                .mapToObj(c -> new ClassProbability(scores.get(c), shares[c], OptionalDouble.of(logits[c])))
                .toList();
        return new Scored(scores.get(LinearHead.argmax(logits)), classes, input.tokens(), input.truncated, nanos);
    }

    @Override
    public void close() {
        graph.close();
        tokenizer.close();
    }

    /** Token ids of a filled template, not padded; the text is let go. */
    private record Encoded(Dimension dimension, long[] ids, boolean truncated) implements Prepared {
        @Override
        public int tokens() {
            return ids.length;
        }

        @Override
        public long bytes() {
            return 128L + (long) Long.BYTES * ids.length;
        }
    }
}
