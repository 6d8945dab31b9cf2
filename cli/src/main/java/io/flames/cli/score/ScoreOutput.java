package io.flames.cli.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flames.cli.CliException;
import io.flames.cli.PartFile;
import io.flames.cli.console.Json;
import io.flames.contracts.Dimensions;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.contracts.scoring.v1.UnscorableReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The two files beside the input. Until {@link #finish()} there is {@code FILE_predicted.jsonl.part} with the verdicts so
 * far, and {@code ...part.json} that says of which input and scorer version they are; both stay when the command is
 * interrupted or killed, and the next one goes on from there.
 */
final class ScoreOutput implements AutoCloseable {
    private static final String SUFFIX = ".jsonl";
    private static final String OVERALL = "Overall";

    private final Path predicted;
    private final Path score;
    private final Path header;
    private final String inputSha256;
    private final VerdictPart part;
    private final Tally tally;
    private @Nullable ScorerVersion scorer;

    private ScoreOutput(Path predicted, Path score, Path header, String inputSha256, VerdictPart part, Tally tally) {
        this.predicted = predicted;
        this.score = score;
        this.header = header;
        this.inputSha256 = inputSha256;
        this.part = part;
        this.tally = tally;
    }

    /**
     * FILE.jsonl has FILE_predicted.jsonl and FILE_score.jsonl beside it.
     *
     * @param inputSha256 of the input's bytes
     * @param restart forgets what an earlier command has left
     * @throws CliException when what an earlier command has left is of another input
     */
    static ScoreOutput beside(Path input, String inputSha256, boolean restart) {
        var name = input.getFileName().toString();
        var stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        var predicted = input.resolveSibling(stem + "_predicted" + SUFFIX);
        var part = predicted.resolveSibling(predicted.getFileName() + ".part");
        var header = predicted.resolveSibling(predicted.getFileName() + ".part.json");
        try {
            if (restart) {
                Files.deleteIfExists(part);
                Files.deleteIfExists(header);
            }
            var known = PartHeader.read(header);
            checkInput(input, inputSha256, part, known.orElse(null));
            var tally = new Tally();
            var output = new ScoreOutput(
                    predicted,
                    input.resolveSibling(stem + "_score" + SUFFIX),
                    header,
                    inputSha256,
                    VerdictPart.open(part, tally),
                    tally);
            if (output.done() > 0) {
                output.scorer = known.map(PartHeader::scorer).orElse(null);
            }
            return output;
        } catch (IOException e) {
            throw unwritable(predicted, e);
        }
    }

    private static void checkInput(Path input, String sha256, Path part, @Nullable PartHeader known)
            throws IOException {
        boolean begun = Files.exists(part) && Files.size(part) > 0;
        if (begun && known == null) {
            throw new CliException(part + ": nothing says what it is of: --restart scores the file anew");
        }
        if (begun && !known.inputSha256().equals(sha256)) {
            throw new CliException(input + " is not the file that " + part
                    + " was begun with: --restart scores it anew, and forgets the part");
        }
    }

    Path predicted() {
        return predicted;
    }

    /** What stays when the command does not come to its end. */
    Path partPath() {
        return part.path();
    }

    Path score() {
        return score;
    }

    Tally tally() {
        return tally;
    }

    /** Lines that have their verdict. */
    long done() {
        return part.lines();
    }

    /** Adds the line with its verdict; lines come in the input's order. */
    void add(ScoreLine line, ScoreResult result) {
        var fields = line.fields();
        try {
            if (result.hasScored()) {
                int given = result.getScored().getScore();
                by(result.getScored().getScorerVersion());
                fields.put("predicted", given);
                fields.remove("unscorable");
                tally.addScore(line.dimension(), given);
            } else {
                by(result.getUnscorable().getScorerVersion());
                fields.putNull("predicted");
                fields.put("unscorable", nameOf(result.getUnscorable().getReason()));
                tally.addUnscorable(line.dimension());
            }
            part.add(Json.line(fields));
        } catch (IOException e) {
            throw unwritable(predicted, e);
        }
    }

    /** All verdicts of a file are one scorer version's. */
    private void by(ScorerVersion version) throws IOException {
        if (scorer == null) {
            new PartHeader(inputSha256, version).write(header);
            scorer = version;
        } else if (!scorer.getDigest().equals(version.getDigest())
                || !scorer.getName().equals(version.getName())
                || scorer.getVersion() != version.getVersion()) {
            throw new CliException(part.lines() + " lines were scored by " + PartHeader.nameOf(scorer)
                    + ", and the service now scores with " + PartHeader.nameOf(version)
                    + (scorer.getDigest().equals(version.getDigest()) ? "" : " of another digest")
                    + ": --restart scores the file anew, --scorer names another scorer");
        }
    }

    /** Such as {@code blank}, {@code too_long}, {@code no_verdict}. */
    static String nameOf(UnscorableReason reason) {
        return reason.name().replaceFirst("^UNSCORABLE_REASON_", "").toLowerCase(Locale.ROOT);
    }

    /** Nothing came for a moment: what is there becomes durable against a kill. */
    void idle() {
        try {
            part.flushWhenDue();
        } catch (IOException e) {
            throw unwritable(predicted, e);
        }
    }

    /** Both files get their names. */
    void finish() {
        var text = new StringBuilder();
        measures().forEach(line -> text.append(Json.line(line)).append('\n'));
        try (var whole = PartFile.of(score)) {
            Files.writeString(whole.path(), text);
            whole.finish();
            part.finish(predicted);
            Files.deleteIfExists(header);
        } catch (IOException e) {
            throw unwritable(predicted, e);
        }
    }

    /** Takes the part away: the input has to change before it can be scored. */
    void discard() {
        try {
            part.discard();
            Files.deleteIfExists(header);
        } catch (IOException e) {
            throw unwritable(predicted, e);
        }
    }

    /** The lines of FILE_score.jsonl: overall, then each dimension in the benchmark's order. */
    List<ObjectNode> measures() {
        var measures = new ArrayList<ObjectNode>();
        var overall = measure(OVERALL, tally.overallRate(), tally.overallScore(), tally.sum());
        var by = scorer == null ? ScorerVersion.getDefaultInstance() : scorer;
        overall.put("scorer", PartHeader.nameOf(by));
        overall.put("scorer_digest", by.getDigest());
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
        return value.isPresent() ? Json.value(value.getAsDouble()) : NullNode.getInstance();
    }

    /** What was added is there, and nothing more will be: for another thread, when the command is interrupted. */
    void stop() {
        try {
            part.close();
        } catch (IOException e) {
            throw unwritable(predicted, e);
        }
    }

    /** The part stays, unless it has nothing. */
    @Override
    public void close() {
        try {
            if (part.lines() == 0) {
                discard();
            }
            part.close();
        } catch (IOException e) {
            throw unwritable(predicted, e);
        }
    }

    private static CliException unwritable(Path file, IOException e) {
        return new CliException(file + ": cannot be written: " + e.getMessage(), e);
    }
}
