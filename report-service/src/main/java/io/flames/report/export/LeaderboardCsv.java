package io.flames.report.export;

import static io.flames.report.export.Cells.number;
import static io.flames.report.export.Cells.text;

import io.flames.report.figures.Estimate;
import io.flames.report.leaderboard.Leaderboard;
import io.flames.report.leaderboard.Leaderboard.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** A leaderboard as CSV: a line for overall and for each dimension of each row. */
final class LeaderboardCsv {
    private static final List<String> HEADER = List.of(
            "release",
            "release_digest",
            "scorer",
            "rank",
            "target",
            "target_version",
            "model",
            "run_id",
            "synthetic",
            "partial",
            "state",
            "dimension",
            "n",
            "scored",
            "not_scored",
            "rate",
            "rate_low",
            "rate_high",
            "score",
            "score_low",
            "score_high",
            "lower_bound",
            "upper_bound",
            "change",
            "change_low",
            "change_high",
            "change_p_value");

    private LeaderboardCsv() {}

    static String of(Leaderboard board) {
        var csv = new StringBuilder();
        try (var printer = new CSVPrinter(csv, CSVFormat.RFC4180)) {
            printer.printRecord(HEADER);
            for (var row : board.rows()) {
                printer.printRecord(line(board, row, "overall", row.n(), row.scored(), row.notScored(), row.overall()));
                for (var dimension : row.dimensions()) {
                    printer.printRecord(line(
                            board,
                            row,
                            dimension.dimension(),
                            dimension.n(),
                            dimension.scored(),
                            dimension.notScored(),
                            dimension.estimate()));
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return csv.toString();
    }

    private static List<String> line(
            Leaderboard board, Row row, String dimension, long n, long scored, long notScored, Estimate estimate) {
        var release = board.release();
        var scorer = board.scorer();
        var change = dimension.equals("overall") ? row.change() : null;
        var line = new ArrayList<String>();
        line.add(text(release == null ? null : release.name()));
        line.add(text(release == null ? null : release.digest()));
        line.add(text(scorer == null ? null : scorer.label()));
        line.add(number(row.rank()));
        line.add(text(row.targetName()));
        line.add(number(row.targetVersion()));
        line.add(text(row.model()));
        line.add(row.runId().toString());
        line.add(Boolean.toString(row.synthetic()));
        line.add(Boolean.toString(row.partial()));
        line.add(row.state().name());
        line.add(dimension);
        line.addAll(numbers(n, scored, notScored));
        line.addAll(numbers(estimate.rate(), estimate.rateLow(), estimate.rateHigh()));
        line.addAll(numbers(estimate.score(), estimate.scoreLow(), estimate.scoreHigh()));
        line.addAll(numbers(estimate.lowerBound(), estimate.upperBound()));
        line.addAll(
                change == null
                        ? List.of("", "", "", "")
                        : numbers(change.overall(), change.low(), change.high(), change.pValue()));
        return line;
    }

    private static List<String> numbers(@Nullable Number... numbers) {
        var cells = new ArrayList<String>();
        for (Number each : numbers) {
            cells.add(number(each));
        }
        return cells;
    }
}
