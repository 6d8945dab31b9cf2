package io.flames.scoring.judge;

import io.flames.contracts.Dimensions;
import io.flames.scoring.judge.Ballot.Cast;
import io.flames.scoring.judge.Ballot.Declined;
import io.flames.scoring.judge.Ballot.TooLong;
import io.flames.scoring.judge.Ballot.Unread;
import io.flames.scoring.judge.ChatReply.Answer;
import io.flames.scoring.judge.ChatReply.Filtered;
import io.flames.scoring.judge.ChatReply.Usage;
import io.flames.scoring.judge.JudgeListener.Outcome;
import io.flames.scoring.scorer.Digest;
import io.flames.scoring.scorer.Prepared;
import io.flames.scoring.scorer.Prepared.Decided;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.scorer.ScorerIdentity;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.Reason;
import io.flames.scoring.scorer.Verdict.Scored;
import io.flames.scoring.scorer.Verdict.Unscorable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An LLM that votes by rubric, several times on each response, one vote after the other. A vote that cannot be read after
 * one attempt at repair is none; a score needs a majority of all votes; nothing else becomes a score.
 */
public final class JudgeScorer implements Scorer {
    public static final String KIND = "judge";

    /** How a conversation is built, for people and the digest; changes with {@link Conversation} and {@link DataBlock}. */
    static final String TEMPLATE =
            "judge-1: system: rules, rubric of the dimension; user: task, <<<DATA nonce>>>, JSON of {prompt} and {response},"
                    + " <<<END nonce>>>, reminder; scale order and wording alternate by vote; one repair without the answer";

    private final JudgeConfig config;
    private final ScorerIdentity identity;
    private final Rubric rubric;
    private final DataBlock blocks = DataBlock.random();
    private final JudgeClient client;
    private final JudgeListener listener;

    /**
     * Asks nobody yet.
     *
     * @param version from 1
     * @throws IllegalArgumentException when there is no such rubric
     */
    public JudgeScorer(String name, int version, JudgeConfig config, JudgeListener listener) {
        this.config = config;
        this.rubric = Rubric.load(config.rubricVersion(), config.language());
        this.identity = new ScorerIdentity(name, version, digest(config, rubric));
        this.client = new JudgeClient(config, listener);
        this.listener = listener;
    }

    /** SHA-256 over whatever can change a verdict: endpoint, model, decoding, votes, bounds, texts; not the key. */
    private static String digest(JudgeConfig config, Rubric rubric) {
        var digest = new Digest()
                .part("template", TEMPLATE)
                .part("endpoint", config.endpoint().chatCompletions().toString())
                .part("model", config.endpoint().model())
                .part("decoding", config.decoding().toString())
                .part("votes", String.valueOf(config.votes()))
                .part("bounds", config.bounds().toString())
                .part("rubric", config.rubricVersion() + "/" + config.language().code());
        rubric.digest(digest);
        return digest.hex();
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
        int most = config.bounds().prompt();
        if (input.prompt().length() > most) {
            return new Decided(new Unscorable(
                    Reason.TOO_LONG,
                    "the prompt has " + input.prompt().length() + " characters, at most " + most + " are judged"));
        }
        return JudgeInput.of(input, config.bounds().response());
    }

    @Override
    public List<Verdict> score(List<Prepared> batch) throws InterruptedException {
        var verdicts = new ArrayList<Verdict>();
        for (Prepared input : batch) {
            verdicts.add(new Judgement((JudgeInput) input).verdict());
        }
        return verdicts;
    }

    /** Connections end when they are idle. */
    @Override
    public void close() {}

    /** The votes on one response. */
    private final class Judgement {
        private final JudgeInput input;
        private final Tally tally = new Tally(config.votes());
        private Optional<Unscorable> ended = Optional.empty();
        private long nanos;
        private int tokens;

        Judgement(JudgeInput input) {
            this.input = input;
        }

        Verdict verdict() throws InterruptedException {
            for (int vote = 0; vote < config.votes() && !tally.hopeless() && ended.isEmpty(); vote++) {
                cast(vote);
            }
            if (ended.isPresent()) {
                return ended.get();
            }
            var reason = tally.reason();
            if (reason.isPresent()) {
                return new Unscorable(reason.get(), tally.summary());
            }
            return new Scored(
                    tally.score().orElseThrow(),
                    tally.shares(Dimensions.scoresOf(input.dimension())),
                    tokens,
                    input.truncated(),
                    nanos,
                    tally.disagreement());
        }

        private void cast(int vote) throws InterruptedException {
            var conversation = Conversation.of(rubric, blocks, input, vote);
            Ballot ballot = ask(conversation, vote);
            if (ballot instanceof Unread unread) {
                ballot = ask(conversation.repaired(rubric, unread.problem()), vote);
            }
            if (ballot instanceof Cast cast) {
                tally.vote(cast.score());
            } else if (ballot instanceof Unread) {
                tally.unread();
            } else if (ballot instanceof Declined) {
                tally.filtered();
            } else if (ballot instanceof Ballot.Refused refused) {
                ended = Optional.of(new Unscorable(
                        Reason.NO_VERDICT, "the judge " + refused.detail() + ", and answers a harmless request"));
            } else {
                ended = Optional.of(new Unscorable(Reason.TOO_LONG, "the judge cannot read so much"));
            }
        }

        private Ballot ask(Conversation conversation, int vote) throws InterruptedException {
            var timed = client.ask(conversation, vote);
            nanos += timed.nanos();
            Ballot ballot = read(timed.reply(), conversation);
            listener.called(outcome(ballot));
            return ballot;
        }

        private Ballot read(ChatReply reply, Conversation conversation) {
            if (reply instanceof Answer answer) {
                spent(answer.usage());
                return VoteParser.parse(
                        answer.text(), answer.cut(), conversation.scale().scores());
            }
            if (reply instanceof Filtered filtered) {
                spent(filtered.usage());
                return new Declined();
            }
            if (reply instanceof ChatReply.Refused refused) {
                return refused.content() ? new Declined() : new Ballot.Refused(refused.detail());
            }
            return new TooLong();
        }

        private void spent(Usage usage) {
            tokens += usage.prompt();
            listener.tokens(usage.prompt(), usage.completion());
        }
    }

    private static Outcome outcome(Ballot ballot) {
        if (ballot instanceof Cast) {
            return Outcome.VOTE;
        }
        if (ballot instanceof Unread) {
            return Outcome.UNREAD;
        }
        if (ballot instanceof Ballot.Refused) {
            return Outcome.INPUT_REFUSED;
        }
        return ballot instanceof Declined ? Outcome.FILTERED : Outcome.TOO_LONG;
    }
}
