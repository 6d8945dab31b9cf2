package io.flames.scoring.kserve;

import com.google.protobuf.ByteString;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.heads.LinearHead;
import io.flames.scoring.kserve.Endpoint.RefusedInput;
import io.flames.scoring.kserve.KserveOptions.Values;
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
import io.flames.scoring.template.HuggingFaceTokens;
import io.flames.scoring.template.ResponseCut;
import io.flames.scoring.template.ResponseCut.Cut;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A classifier on other machines. What the network or the server does wrong is never a verdict; logits that are not finite
 * make their own item unscorable and no other. Whether a server's numbers depend on batch-mates is the server's affair.
 */
final class KserveScorer implements Scorer {
    static final String KIND = "kserve";

    /** Probabilities as fp16 servers round them. */
    private static final double SUM_TOLERANCE = 0.02;
    /** An input that any classifier takes: tells a server that refuses one input from one that refuses all. */
    private static final ScoringInput PROBE = new ScoringInput(Dimension.DIMENSION_SAFETY, "你好", "你好！");

    private final ScorerIdentity identity;
    private final KserveOptions options;
    private final ModelContract contract;
    private final Messages messages;
    private final Endpoints endpoints;
    private final Optional<HuggingFaceTokens> tokenizer;
    private final PinnedVersion version;
    private final Optional<Question<?>> known;

    /** @param tokenizer there for input {@code tokens} */
    KserveScorer(
            ScorerIdentity identity,
            KserveOptions options,
            ModelContract contract,
            Endpoints endpoints,
            Optional<HuggingFaceTokens> tokenizer) {
        this.identity = identity;
        this.options = options;
        this.contract = contract;
        this.messages = new Messages(options, contract);
        this.endpoints = endpoints;
        this.tokenizer = tokenizer;
        this.version = PinnedVersion.of(options, endpoints.metadata());
        this.known = known();
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
        return switch (options.input()) {
            case PAIR ->
                new Asked.Pair(
                        input.dimension(),
                        ByteString.copyFromUtf8(input.prompt()),
                        ByteString.copyFromUtf8(input.response()));
            case TEXT -> text(input);
            case TOKENS -> tokens(input);
        };
    }

    private Prepared text(ScoringInput input) {
        var rendered = options.template().render(input.prompt(), input.response());
        return ResponseCut.characters(rendered, options.maxCharacters())
                .<Prepared>map(cut -> text(input.dimension(), cut))
                .orElseGet(() -> tooLong(options.maxCharacters() + " characters"));
    }

    private static Asked.Text text(Dimension dimension, Cut<String> cut) {
        int characters = cut.input().codePointCount(0, cut.input().length());
        return new Asked.Text(dimension, ByteString.copyFromUtf8(cut.input()), characters, cut.truncated());
    }

    private Prepared tokens(ScoringInput input) {
        var rendered = options.template().render(input.prompt(), input.response());
        int limit = options.template().maxTokens();
        return ResponseCut.tokens(rendered, tokenizer.orElseThrow().of(rendered.text()), limit)
                .<Prepared>map(cut -> new Asked.Ids(input.dimension(), cut.input(), cut.truncated()))
                .orElseGet(() -> tooLong(limit + " tokens"));
    }

    private static Decided tooLong(String limit) {
        return new Decided(new Unscorable(
                Reason.TOO_LONG, "prompt and template leave too little of " + limit + " for the response"));
    }

    @Override
    public List<Verdict> score(List<Prepared> batch) throws InterruptedException {
        return judge(batch.stream().map(Asked.class::cast).toList());
    }

    private List<Verdict> judge(List<Asked> batch) throws InterruptedException {
        var question = question(batch);
        if (question.large() && !question.alone()) {
            return halves(batch);
        }
        try {
            return verdicts(batch, question);
        } catch (RefusedInput refused) {
            return question.alone() ? List.of(new Unscorable(Reason.NO_VERDICT, refused.getMessage())) : halves(batch);
        }
    }

    private List<Verdict> halves(List<Asked> batch) throws InterruptedException {
        int half = batch.size() / 2;
        var verdicts = new ArrayList<>(judge(batch.subList(0, half)));
        verdicts.addAll(judge(batch.subList(half, batch.size())));
        return verdicts;
    }

    private Question<Answer> question(List<Asked> batch) {
        return new Question<>(messages.request(batch), batch.size(), response -> {
            var answer = Answer.read(options, contract, batch, response);
            version.check(response);
            return answer;
        });
    }

    private Optional<Question<?>> known() {
        return prepare(PROBE) instanceof Asked probe ? Optional.of(question(List.of(probe))) : Optional.empty();
    }

    private List<Verdict> verdicts(List<Asked> batch, Question<Answer> question)
            throws RefusedInput, InterruptedException {
        long start = System.nanoTime();
        Answer answer = endpoints.infer(question, known);
        long share = (System.nanoTime() - start) / batch.size();
        return IntStream.range(0, batch.size())
                .mapToObj(item -> verdict(batch.get(item), answer, item, share))
                .toList();
    }

    private Verdict verdict(Asked asked, Answer answer, int item, long nanos) {
        var place = options.layout().place(asked.dimension());
        double[] numbers =
                place.read(answer.rows().get(place.output()), options.layout().width(place.output()), item);
        boolean truncated = asked.truncated() || answer.truncated()[item];
        boolean logits = options.values() == Values.LOGITS;
        if (!Arrays.stream(numbers).allMatch(Double::isFinite)) {
            return new Unscorable(Reason.NO_VERDICT, "the server's output is not finite");
        }
        if (!logits && !areProbabilities(numbers)) {
            return new Unscorable(Reason.NO_VERDICT, "the server's output is no probabilities");
        }
        double[] shares = logits ? LinearHead.softmax(numbers, 1) : normalised(numbers);
        var scores = Dimensions.scoresOf(asked.dimension());
        var classes = IntStream.range(0, shares.length)
                .mapToObj(c -> new ClassProbability(
                        scores.get(c), shares[c], logits ? OptionalDouble.of(numbers[c]) : OptionalDouble.empty()))
                .toList();
        return new Scored(scores.get(LinearHead.argmax(numbers)), classes, asked.tokensRead(), truncated, nanos);
    }

    private static boolean areProbabilities(double[] numbers) {
        return Arrays.stream(numbers).allMatch(share -> share >= 0)
                && Math.abs(Arrays.stream(numbers).sum() - 1) <= SUM_TOLERANCE;
    }

    private static double[] normalised(double[] shares) {
        double sum = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / sum).toArray();
    }

    @Override
    public void close() {
        endpoints.close();
        tokenizer.ifPresent(HuggingFaceTokens::close);
    }
}
