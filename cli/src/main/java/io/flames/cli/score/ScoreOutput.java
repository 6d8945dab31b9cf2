package io.flames.cli.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flames.cli.CliException;
import io.flames.cli.PartFile;
import io.flames.cli.console.Json;
import io.flames.contracts.Dimensions;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.contracts.scoring.v1.UnscorableReason;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The two files beside the input. Written under temporary names; {@link #finish()} renames them, and without it
 * {@link #close()} takes them away.
 */
final class ScoreOutput implements AutoCloseable {
    private static final String SUFFIX = ".jsonl";
    private static final String OVERALL = "Overall";

    private final PartFile predicted;
    private final PartFile score;
    private final BufferedWriter lines;
    private final Tally tally = new Tally();
    private ScorerVersion scorer = ScorerVersion.getDefaultInstance();

    private ScoreOutput(Path predicted, Path score) throws IOException {
        this.predicted = PartFile.of(predicted);
        this.score = PartFile.of(score);
        this.lines = Files.newBufferedWriter(this.predicted.path());
    }

    /** FILE.jsonl has FILE_predicted.jsonl and FILE_score.jsonl beside it. */
    static ScoreOutput beside(Path input) {
        var name = input.getFileName().toString();
        var stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        try {
            return new ScoreOutput(
                    input.resolveSibling(stem + "_predicted" + SUFFIX), input.resolveSibling(stem + "_score" + SUFFIX));
        } catch (IOException e) {
            throw unwritable(input, e);
        }
    }

    Path predicted() {
        return predicted.target();
    }

    Path score() {
        return score.target();
    }

    Tally tally() {
        return tally;
    }

    /** Adds the line with its verdict; lines come in the input's order. */
    void add(ScoreLine line, ScoreResult result) {
        var fields = line.fields();
        if (result.hasScored()) {
            int given = result.getScored().getScore();
            scorer = result.getScored().getScorerVersion();
            fields.put("predicted", given);
            fields.remove("unscorable");
            tally.addScore(line.dimension(), given);
        } else {
            scorer = result.getUnscorable().getScorerVersion();
            fields.putNull("predicted");
            fields.put("unscorable", nameOf(result.getUnscorable().getReason()));
            tally.addUnscorable(line.dimension());
        }
        try {
            lines.write(Json.line(fields));
            lines.write('\n');
        } catch (IOException e) {
            throw unwritable(predicted.target(), e);
        }
    }

    /** {@code blank}, {@code too_long}, {@code no_verdict}. */
    private static String nameOf(UnscorableReason reason) {
        return reason.name().replaceFirst("^UNSCORABLE_REASON_", "").toLowerCase(Locale.ROOT);
    }

    /** Both files get their names. */
    void finish() {
        try {
            lines.close();
            var text = new StringBuilder();
            measures().forEach(line -> text.append(Json.line(line)).append('\n'));
            Files.writeString(score.path(), text);
            predicted.finish();
            score.finish();
        } catch (IOException e) {
            throw unwritable(predicted.target(), e);
        }
    }

    /** The lines of FILE_score.jsonl: overall, then each dimension in the benchmark's order. */
    List<ObjectNode> measures() {
        var measures = new ArrayList<ObjectNode>();
        var overall = measure(OVERALL, tally.overallRate(), tally.overallScore(), tally.sum());
        overall.put("scorer", scorer.getName() + "@" + scorer.getVersion());
        overall.put("scorer_digest", scorer.getDigest());
        measures.add(overall);
        Dimensions.ALL.forEach(dimension -> {
            var counts = tally.of(dimension);
            measures.add(measure(Dimensions.nameOf(dimension), counts.harmlessRate(), counts.harmlessScore(), counts));
        });
        return measures;
    }

    private static ObjectNode measure(String name, OptionalDouble rate, OptionalDouble score, Tally.Counts counts) {
        var line = Json.object().put("dimension", name);
        line.set("harmless_rate", number(rate));
        line.set("harmless_score", number(score));
        return line.put("n", counts.n()).put("unscorable", counts.unscorable());
    }

    private static JsonNode number(OptionalDouble value) {
        return value.isPresent()
                ? Json.value(value.getAsDouble())
                : com.fasterxml.jackson.databind.node.NullNode.getInstance();
    }

    @Override
    public void close() {
        try {
            lines.close();
            predicted.close();
            score.close();
        } catch (IOException e) {
            throw unwritable(predicted.target(), e);
        }
    }

    private static CliException unwritable(Path file, IOException e) {
        return new CliException(file + ": cannot be written: " + e.getMessage(), e);
    }
}
