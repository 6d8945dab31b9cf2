package io.flames.report.page;

import io.flames.report.leaderboard.Leaderboard.ReleaseView;
import io.flames.report.leaderboard.Leaderboard.ScorerView;
import io.flames.report.response.ResponseView;
import io.flames.report.response.Responses.Lineage;
import io.flames.report.run.RunView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What templates show: everything is formatted already, templates only place and escape it. */
final class Models {
    private Models() {}

    /**
     * A value with its interval.
     *
     * @param known whether there is a value
     * @param value such as {@code 50.0 %}, or a dash
     * @param range such as {@code 15.0 – 85.0}, or empty
     * @param n responses that count
     * @param notScored how many of them have no score
     * @param bounds of the rate while some are not scored, or empty
     * @param at position of the value on a bar of 100
     * @param low position of the interval's low end
     * @param width width of the interval
     */
    record FigureModel(
            boolean known,
            String value,
            String range,
            long n,
            long notScored,
            String bounds,
            double at,
            double low,
            double width) {}

    /** A row of the leaderboard. */
    record RowModel(
            @Nullable Integer rank,
            String label,
            String model,
            String runId,
            boolean synthetic,
            boolean partial,
            String state,
            long n,
            long scored,
            long notScored,
            FigureModel overall,
            List<String> undefinedFor,
            List<FigureModel> dimensions,
            @Nullable ChangeModel change,
            boolean picked) {}

    /** Against another run, in percentage points. */
    record ChangeModel(
            String difference,
            String range,
            String pValue,
            long better,
            long worse,
            String previousRunId,
            int version) {}

    /** A column heading that sorts. {@code sorted} is ascending, descending or none. */
    record ColumnModel(String key, String url, String sorted) {}

    /** A radar as SVG, and as data for the browser's chart library. */
    record RadarModel(List<AxisModel> axes, List<String> rings, List<SeriesModel> series, String json) {}

    record AxisModel(String name, double x, double y, double labelX, double labelY) {}

    record SeriesModel(String label, String colour, String points) {}

    /** An entry of a select. */
    record OptionModel(String value, String label, boolean selected) {}

    record BoardModel(
            @Nullable ReleaseView release,
            @Nullable ScorerView scorer,
            String accuracy,
            String measure,
            String otherMeasureUrl,
            List<ColumnModel> columns,
            List<RowModel> rows,
            RadarModel radar,
            List<OptionModel> releases,
            List<OptionModel> scorers,
            String sort,
            String exportQuery,
            String link) {}

    record HomeModel(List<RunModel> running, BoardModel board, List<AttentionModel> attention) {}

    /** Something that needs a person. */
    record AttentionModel(String runId, String label, String kind, long count, String reason) {}

    /** A piece of the stacked bar, on a width of 100. */
    record SegmentModel(String outcome, String style, long count, double x, double width) {}

    record RunModel(
            RunView run,
            String percent,
            List<SegmentModel> segments,
            String rate,
            String left,
            boolean live,
            String startedAt,
            String endedAt) {}

    record RunsModel(List<RunModel> runs, String target, List<OptionModel> releases, @Nullable String nextUrl) {}

    record DimensionModel(String name, long n, long scored, long notScored, FigureModel rate, FigureModel score) {}

    record HeatModel(List<String> methods, List<HeatRowModel> rows) {}

    record HeatRowModel(String dimension, String subcomponent, List<HeatCellModel> cells) {}

    record HeatCellModel(String style, String text, long n, long scored) {}

    record FilterModel(
            List<OptionModel> dimensions,
            List<OptionModel> subcomponents,
            List<OptionModel> methods,
            List<OptionModel> outcomes,
            List<OptionModel> scores,
            String text) {}

    record RunPageModel(
            RunModel run,
            String parameters,
            @Nullable ScorerView scorer,
            FigureModel rate,
            FigureModel score,
            List<String> undefinedFor,
            List<DimensionModel> dimensions,
            HeatModel heat,
            FilterModel filter,
            List<ResponseView> responses,
            @Nullable String nextUrl,
            @Nullable String compareUrl) {}

    record ProbabilityModel(String style, String name, String percent, double width) {}

    record VerdictModel(
            String style, String score, String scorer, int revision, String detail, String millis, String at) {}

    record ResponseModel(
            ResponseView response,
            String style,
            String score,
            List<ProbabilityModel> probabilities,
            Lineage lineage,
            @Nullable ScorerView scorer,
            List<VerdictModel> verdicts,
            String collectedAt) {}

    record CompareRowModel(
            String name, String difference, String range, String pValue, long prompts, long better, long worse) {}

    record ChangedModel(
            String dimension,
            String subcomponent,
            String prompt,
            String beforeId,
            String afterId,
            String answerBefore,
            String answerAfter,
            int scoreBefore,
            int scoreAfter) {}

    record CompareModel(
            List<OptionModel> before,
            List<OptionModel> after,
            boolean chosen,
            String beforeLabel,
            String afterLabel,
            String beforeId,
            String afterId,
            boolean sameRelease,
            boolean partial,
            List<CompareRowModel> rows,
            List<ChangedModel> changed,
            int changedLimit) {}
}
