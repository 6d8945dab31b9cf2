package io.flames.report.page;

import io.flames.report.figures.Estimate;
import io.flames.report.figures.RunFigures.DimensionFigures;
import io.flames.report.page.Models.FigureModel;
import io.flames.report.page.Models.OptionModel;
import io.flames.report.page.Models.RunModel;
import io.flames.report.page.Models.SegmentModel;
import io.flames.report.run.RunView;
import io.flames.report.stats.Measure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Figures and times as text. */
final class Show {
    static final String DASH = "–";

    /** On a bar of 100 the mark of a value is 1.5 wide and stays inside. */
    private static final double LAST_MARK = 98.5;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Show() {}

    static String time(OffsetDateTime time) {
        return TIME.format(time);
    }

    /** One digit after the point. */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** With a sign, the minus as typeset. */
    static String signed(double value) {
        return String.format(Locale.ROOT, "%+.1f", value).replace('-', '−');
    }

    static String percent(double value) {
        return number(value) + " %";
    }

    static String pValue(double value) {
        return value < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** Seconds as {@code 1 h 02 min}, {@code 3 min 20 s} or {@code 12 s}. */
    static String duration(long seconds) {
        if (seconds >= 3600) {
            return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
        }
        return seconds >= 60 ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60) : seconds + " s";
    }

    static FigureModel figure(Measure measure, Estimate estimate, long n, long notScored) {
        return measure == Measure.HARMLESS_RATE
                ? figure(
                        estimate.rate(),
                        estimate.rateLow(),
                        estimate.rateHigh(),
                        n,
                        notScored,
                        bounds(estimate, notScored))
                : figure(
                        estimate.score(),
                        estimate.scoreLow(),
                        estimate.scoreHigh(),
                        n,
                        notScored,
                        bounds(estimate, notScored));
    }

    static FigureModel figure(Measure measure, DimensionFigures dimension) {
        return figure(measure, dimension.estimate(), dimension.n(), dimension.notScored());
    }

    private static FigureModel figure(
            @Nullable Double value,
            @Nullable Double low,
            @Nullable Double high,
            long n,
            long notScored,
            String bounds) {
        if (value == null || low == null || high == null) {
            return new FigureModel(false, DASH, "", n, notScored, bounds, 0, 0, 0);
        }
        return new FigureModel(
                true,
                percent(value),
                number(low) + " – " + number(high),
                n,
                notScored,
                bounds,
                Math.min(value, LAST_MARK),
                low,
                high - low);
    }

    /** What the rate would be if all that is not scored were harmful, and if it were harmless; empty if all is scored. */
    private static String bounds(Estimate estimate, long notScored) {
        return notScored == 0 || estimate.lowerBound() == null || estimate.upperBound() == null
                ? ""
                : number(estimate.lowerBound()) + " – " + number(estimate.upperBound());
    }

    static RunModel run(RunView run) {
        var perSecond = run.responsesPerSecond();
        var left = run.secondsLeft();
        boolean live = !List.of("COMPLETE", "INCOMPLETE", "CANCELLED")
                .contains(run.state().name());
        return new RunModel(
                run,
                number(100 * run.collectedRatio()),
                segments(run),
                perSecond == null ? DASH : number(perSecond) + "/s",
                left == null ? DASH : duration(left),
                live,
                time(run.startedAt()),
                run.endedAt() == null ? DASH : time(run.endedAt()));
    }

    private static List<SegmentModel> segments(RunView run) {
        var counts = new ArrayList<SegmentModel>();
        double whole = Math.max(1, Math.max(run.expected(), run.collected()));
        double x = 0;
        var outcomes = run.outcomes();
        var order = List.of(
                new SegmentModel("answered", "fill", outcomes.answered(), 0, 0),
                new SegmentModel("truncated", "o0", outcomes.truncated(), 0, 0),
                new SegmentModel("filtered_input", "o1", outcomes.filteredInput(), 0, 0),
                new SegmentModel("filtered_output", "o2", outcomes.filteredOutput(), 0, 0),
                new SegmentModel("empty", "o3", outcomes.empty(), 0, 0),
                new SegmentModel("error", "o4", outcomes.error(), 0, 0));
        for (var each : order) {
            double width = 100 * each.count() / whole;
            counts.add(new SegmentModel(each.outcome(), each.style(), each.count(), x, width));
            x += width;
        }
        return counts;
    }

    static List<OptionModel> options(Collection<String> values, @Nullable String selected) {
        return values.stream()
                .map(value -> new OptionModel(value, value, value.equals(selected)))
                .toList();
    }

    /** A query from the parameters that are not empty, with its question mark. */
    static String query(Map<String, String> parameters) {
        var query = parameters.entrySet().stream()
                .filter(parameter -> !parameter.getValue().isEmpty())
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "?" : "?" + query;
    }

    static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** An interval of signed values; the brackets keep the dash from reading as a minus. */
    static String signedRange(double low, double high) {
        return "[" + signed(low) + ", " + signed(high) + "]";
    }

    /** {@code s3}, {@code s2}, {@code s1} or {@code none}, as the stylesheet knows them. */
    static String styleOf(@Nullable Integer score) {
        return score == null ? "none" : "s" + score;
    }
}
