package io.flames.cli.scorer;

import io.flames.cli.CliException;
import io.flames.cli.console.Console;
import io.flames.cli.score.ResponseFile;
import io.flames.cli.score.ScoreLine;
import io.flames.cli.score.ScoreProgress;
import io.flames.cli.score.ScoringClient;
import io.flames.contracts.Dimensions;
import io.flames.contracts.client.HostAndPort;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.grpc.ChannelCredentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Has a file scored by one scorer, then by another. Of the first one's verdicts it keeps a byte a line. */
final class PairRun {
    private final Console console;
    private final ResponseFile input;
    private final long lines;

    /**
     * A scorer and where it is.
     *
     * @param name empty for the service's default
     */
    record Judge(String name, List<HostAndPort> addresses, ChannelCredentials credentials) {}

    /** What came out. */
    record Outcome(ScorerVersion first, ScorerVersion second, long lines, Comparison comparison) {}

    PairRun(Console console, ResponseFile input, long lines) {
        this.console = console;
        this.input = input;
        this.lines = lines;
    }

    Outcome compare(Judge a, Judge b, CompareCommand.Differences differences) {
        var kept = new ByteArrayOutputStream();
        var first = new Pass("A " + input.name(), (line, opinion) -> kept.write(opinion.code()));
        first.by(a);
        var opinions = kept.toByteArray();
        var comparison = new Comparison();
        var second = new Pass("B " + input.name(), new Taker() {
            private int next;

            @Override
            public void take(ScoreLine line, Opinion opinion) {
                var before = new Opinion(opinions[next++]);
                comparison.add(line.dimension(), before.score(), opinion.score(), label(input.name(), line));
                if (!before.equals(opinion)) {
                    write(differences, line, before, opinion);
                }
            }
        });
        second.by(b);
        return new Outcome(first.version(), second.version(), lines, comparison);
    }

    private static void write(CompareCommand.Differences differences, ScoreLine line, Opinion a, Opinion b) {
        try {
            differences.add(line, a, b);
        } catch (IOException e) {
            throw new CliException("the differing lines cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * The right score, where the line has one.
     *
     * @throws CliException when it is none of the dimension's
     */
    static OptionalInt label(String file, ScoreLine line) {
        var label = line.fields().path("score");
        if (label.isMissingNode() || label.isNull()) {
            return OptionalInt.empty();
        }
        var allowed = Dimensions.scoresOf(line.dimension());
        if (!label.isInt() || !allowed.contains(label.asInt())) {
            throw new CliException(file + ":" + line.number() + ": \"score\" is none of "
                    + Dimensions.nameOf(line.dimension()) + ", expected one of " + allowed);
        }
        return OptionalInt.of(label.asInt());
    }

    /** Takes verdicts in the order of the lines. */
    private interface Taker {
        void take(ScoreLine line, Opinion opinion);
    }

    /** One scorer's way through the file. */
    private final class Pass implements ScoringClient.Verdicts {
        private final ScoreProgress progress;
        private final Taker taker;
        private long done;
        private @Nullable ScorerVersion version;

        Pass(String name, Taker taker) {
            this.progress = new ScoreProgress(console, name, 0, lines);
            this.taker = taker;
        }

        void by(Judge judge) {
            try (var reader = input.open();
                    var client = new ScoringClient(judge.addresses(), judge.credentials(), judge.name())) {
                client.score(input.name(), reader::nextLine, this);
            }
        }

        ScorerVersion version() {
            return version == null ? ScorerVersion.getDefaultInstance() : version;
        }

        @Override
        public void add(ScoreLine line, ScoreResult result) {
            boolean scored = result.hasScored();
            remember(
                    scored
                            ? result.getScored().getScorerVersion()
                            : result.getUnscorable().getScorerVersion());
            taker.take(line, scored ? Opinion.of(result.getScored().getScore()) : Opinion.UNSCORABLE);
            progress.show(++done, Map.of());
        }

        private void remember(ScorerVersion other) {
            if (version != null && !version.getDigest().equals(other.getDigest())) {
                throw new CliException("the service changed its scorer meanwhile: " + version.getName() + "@"
                        + version.getVersion() + ", then " + other.getName() + "@" + other.getVersion());
            }
            version = other;
        }
    }
}
