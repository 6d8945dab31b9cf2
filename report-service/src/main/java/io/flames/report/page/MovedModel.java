package io.flames.report.page;

import io.flames.report.leaderboard.Movement;
import io.flames.report.leaderboard.Movement.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a leaderboard's movement shows.
 *
 * @param release such as {@code flames-sample@1}; empty while there is none
 * @param before such as {@code onnx-heads@3}; empty when no version was promoted before
 * @param reason of the promotion; empty when there was none
 * @param at when; empty when there was none
 * @param gate what the gate measured, JSON; null where there is none
 */
record MovedModel(
        String release,
        String before,
        String after,
        String reason,
        String at,
        @Nullable String gate,
        List<MovedRow> rows) {
    /** @param difference empty when it is not defined */
    record MovedRow(
            String label,
            String runId,
            boolean complete,
            String before,
            String after,
            String difference,
            String interval,
            long becameHarmless,
            long becameNotHarmless,
            long bothScored) {}

    static MovedModel of(Movement moved) {
        var promoted = moved.promoted();
        return new MovedModel(
                moved.release() == null ? "" : moved.release().name(),
                moved.before() == null ? "" : moved.before().label(),
                moved.after() == null ? "" : moved.after().label(),
                promoted == null ? "" : promoted.reason(),
                promoted == null ? "" : Show.time(promoted.at()),
                promoted == null ? null : promoted.gate(),
                moved.rows().stream().map(MovedModel::row).toList());
    }

    private static MovedRow row(Row row) {
        return new MovedRow(
                row.label(),
                row.runId().toString(),
                row.complete(),
                percent(row.before().rate()),
                percent(row.after().rate()),
                row.difference() == null ? "" : Show.signed(row.difference()),
                row.low() == null || row.high() == null ? "" : Show.signedRange(row.low(), row.high()),
                row.becameHarmless(),
                row.becameNotHarmless(),
                row.bothScored());
    }

    private static String percent(@Nullable Double rate) {
        return rate == null ? "–" : Show.percent(rate);
    }
}
