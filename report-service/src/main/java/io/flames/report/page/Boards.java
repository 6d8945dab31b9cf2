package io.flames.report.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.contracts.Dimensions;
import io.flames.report.figures.RunFigures.DimensionFigures;
import io.flames.report.leaderboard.Leaderboard;
import io.flames.report.leaderboard.Leaderboard.Row;
import io.flames.report.leaderboard.Leaderboard.ScorerView;
import io.flames.report.leaderboard.Leaderboards;
import io.flames.report.page.Models.AxisModel;
import io.flames.report.page.Models.BoardModel;
import io.flames.report.page.Models.ChangeModel;
import io.flames.report.page.Models.ColumnModel;
import io.flames.report.page.Models.OptionModel;
import io.flames.report.page.Models.RadarModel;
import io.flames.report.page.Models.RowModel;
import io.flames.report.page.Models.SeriesModel;
import io.flames.report.problem.ProblemException;
import io.flames.report.stats.Measure;
import io.flames.report.store.ReleaseStore;
import io.flames.report.store.ScorerStore;
import io.flames.report.store.Views.Release;
import io.flames.report.store.Views.Scorer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The leaderboard as pages and the HTML report show it. Waits for the database. */
@ApplicationScoped
class Boards {
    private static final int RADAR_ROWS = 6;
    private static final double CENTRE = 130;
    private static final double RADIUS = 90;

    /** Okabe and Ito's palette, safe for colour blindness. */
    private static final List<String> COLOURS =
            List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9");

    private static final List<String> SORTS =
            List.of("rank", "target", "overall", "fairness", "safety", "morality", "legality", "data_protection", "n");

    private final Leaderboards leaderboards;
    private final ReleaseStore releases;
    private final ScorerStore scorers;
    private final ObjectMapper json;

    Boards(Leaderboards leaderboards, ReleaseStore releases, ScorerStore scorers, ObjectMapper json) {
        this.leaderboards = leaderboards;
        this.releases = releases;
        this.scorers = scorers;
        this.json = json;
    }

    /** What a reader chose. Empty parameters are the defaults. */
    record Choice(String release, String scorer, String measure, String sort, List<String> picks) {
        Choice {
            if (!measure.isEmpty() && !measure.equals("rate") && !measure.equals("score")) {
                throw ProblemException.badParameter("measure", "measure must be rate or score");
            }
            var key = sort.startsWith("-") ? sort.substring(1) : sort;
            if (!sort.isEmpty() && !SORTS.contains(key)) {
                throw ProblemException.badParameter(
                        "sort", "sort must be one of " + String.join(", ", SORTS) + ", with - for descending");
            }
        }

        static Choice standard() {
            return new Choice("", "", "", "", List.of());
        }

        Measure shown() {
            return measure.equals("score") ? Measure.HARMLESS_SCORE : Measure.HARMLESS_RATE;
        }

        private Map<String, String> parameters() {
            var parameters = new LinkedHashMap<String, String>();
            parameters.put("release", release);
            parameters.put("scorer", scorer);
            parameters.put("measure", measure);
            parameters.put("sort", sort);
            return parameters;
        }

        String with(String key, String value) {
            var parameters = parameters();
            parameters.put(key, value);
            var picked = picks.stream().map(pick -> "&pick=" + pick).collect(Collectors.joining());
            return Show.query(parameters) + picked;
        }
    }

    BoardModel board(Choice choice) {
        var board = leaderboards.of(choice.release(), choice.scorer());
        var rows = sorted(board.rows(), choice);
        var picked = picked(board.rows(), choice);
        return new BoardModel(
                board.release(),
                board.scorer(),
                accuracy(board.scorer()),
                choice.shown() == Measure.HARMLESS_RATE ? "rate" : "score",
                choice.with("measure", choice.shown() == Measure.HARMLESS_RATE ? "score" : "rate"),
                SORTS.stream().map(key -> column(key, choice)).toList(),
                rows.stream().map(row -> row(row, choice, picked)).toList(),
                radar(picked, choice.shown()),
                releases(board),
                scorers(board),
                choice.sort(),
                exportQuery(board),
                choice.with(
                        "release",
                        board.release() == null ? "" : board.release().name()));
    }

    private static ColumnModel column(String key, Choice choice) {
        boolean ascending = choice.sort().equals(key);
        boolean descending = choice.sort().equals("-" + key);
        boolean textOrRank = key.equals("target") || key.equals("rank");
        var next = ascending ? "-" + key : descending ? key : textOrRank ? key : "-" + key;
        return new ColumnModel(
                key, choice.with("sort", next), ascending ? "ascending" : descending ? "descending" : "none");
    }

    private static List<Row> sorted(List<Row> rows, Choice choice) {
        if (choice.sort().isEmpty() || choice.sort().equals("rank")) {
            return rows;
        }
        boolean descending = choice.sort().startsWith("-");
        var key = descending ? choice.sort().substring(1) : choice.sort();
        var sorted = new ArrayList<>(rows);
        if (key.equals("target")) {
            var byName = Comparator.comparing(Row::targetName).thenComparing(Row::targetVersion);
            sorted.sort(descending ? byName.reversed() : byName);
            return sorted;
        }
        Function<Row, @Nullable Double> value = row -> value(row, key, choice.shown());
        Comparator<Double> order = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
        sorted.sort(Comparator.comparing(value, Comparator.nullsLast(order)));
        return sorted;
    }

    private static @Nullable Double value(Row row, String key, Measure measure) {
        if (key.equals("rank")) {
            return row.rank() == null ? null : row.rank().doubleValue();
        }
        if (key.equals("n")) {
            return (double) row.n();
        }
        if (key.equals("overall")) {
            return measure == Measure.HARMLESS_RATE
                    ? row.overall().rate()
                    : row.overall().score();
        }
        return row.dimensions().stream()
                .filter(dimension -> slug(dimension).equals(key))
                .findFirst()
                .map(dimension -> measure == Measure.HARMLESS_RATE ? dimension.rate() : dimension.score())
                .orElse(null);
    }

    private static String slug(DimensionFigures dimension) {
        return dimension.dimension().toLowerCase(Locale.ROOT).replace(' ', '_');
    }

    private static RowModel row(Row row, Choice choice, List<Row> picked) {
        var measure = choice.shown();
        var change = row.change();
        return new RowModel(
                row.rank(),
                row.label(),
                row.model(),
                row.runId().toString(),
                row.synthetic(),
                row.partial(),
                row.state().name(),
                row.n(),
                row.scored(),
                row.notScored(),
                Show.figure(measure, row.overall(), row.n(), row.notScored()),
                row.undefinedFor(),
                row.dimensions().stream()
                        .map(dimension -> Show.figure(measure, dimension))
                        .toList(),
                change == null
                        ? null
                        : new ChangeModel(
                                Show.signed(change.overall()),
                                Show.signedRange(change.low(), change.high()),
                                Show.pValue(change.pValue()),
                                change.better(),
                                change.worse(),
                                change.previousRunId().toString(),
                                change.previousVersion()),
                picked.contains(row));
    }

    /** The rows that the reader picked for the radar, or else the first ones. */
    private static List<Row> picked(List<Row> rows, Choice choice) {
        var complete = rows.stream()
                .filter(row -> row.overall().rate() != null)
                .filter(row -> choice.picks().isEmpty()
                        || choice.picks().contains(row.targetVersionId().toString())
                        || choice.picks().contains(row.runId().toString()));
        return complete.limit(RADAR_ROWS).toList();
    }

    private RadarModel radar(List<Row> rows, Measure measure) {
        var axes = new ArrayList<AxisModel>();
        for (int i = 0; i < Dimensions.ALL.size(); i++) {
            axes.add(new AxisModel(
                    Dimensions.nameOf(Dimensions.ALL.get(i)), x(i, 100), y(i, 100), x(i, 140), y(i, 116)));
        }
        var rings = List.of(25.0, 50.0, 75.0, 100.0).stream()
                .map(ring -> points(List.of(ring, ring, ring, ring, ring)))
                .toList();
        var series = new ArrayList<SeriesModel>();
        var data = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < rows.size(); i++) {
            var values = rows.get(i).dimensions().stream()
                    .map(d -> measure == Measure.HARMLESS_RATE ? d.rate() : d.score())
                    .map(value -> value == null ? 0.0 : value)
                    .toList();
            series.add(new SeriesModel(rows.get(i).label(), COLOURS.get(i), points(values)));
            data.add(Map.of("name", rows.get(i).label(), "colour", COLOURS.get(i), "values", values));
        }
        return new RadarModel(axes, rings, series, data(data));
    }

    /** JSON that can stand in a script element: nothing in it closes the element. */
    private String data(List<Map<String, Object>> series) {
        try {
            return json.writeValueAsString(Map.of(
                            "axes",
                            Dimensions.ALL.stream().map(Dimensions::nameOf).toList(),
                            "series",
                            series))
                    .replace("<", "\\u003c")
                    .replace(">", "\\u003e")
                    .replace("&", "\\u0026");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("names and numbers are always JSON", impossible);
        }
    }

    private static String points(List<Double> values) {
        var points = new ArrayList<String>();
        for (int i = 0; i < values.size(); i++) {
            points.add(x(i, values.get(i)) + "," + y(i, values.get(i)));
        }
        return String.join(" ", points);
    }

    private static double x(int axis, double value) {
        return round(CENTRE + 60 + Math.sin(2 * Math.PI * axis / Dimensions.ALL.size()) * RADIUS * value / 100);
    }

    private static double y(int axis, double value) {
        return round(CENTRE - Math.cos(2 * Math.PI * axis / Dimensions.ALL.size()) * RADIUS * value / 100);
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static String accuracy(@Nullable ScorerView scorer) {
        if (scorer == null || scorer.heldOutAccuracy() == null) {
            return "";
        }
        var value = Show.percent(100 * scorer.heldOutAccuracy());
        return scorer.heldOutAccuracyLow() == null || scorer.heldOutAccuracyHigh() == null
                ? value
                : value + " (" + Show.number(100 * scorer.heldOutAccuracyLow()) + " – "
                        + Show.number(100 * scorer.heldOutAccuracyHigh()) + ")";
    }

    private List<OptionModel> releases(Leaderboard board) {
        var shown = board.release() == null ? "" : board.release().name();
        return Show.options(releases.all().stream().map(Release::name).toList(), shown);
    }

    private List<OptionModel> scorers(Leaderboard board) {
        var shown = board.scorer() == null ? "" : board.scorer().label();
        return Show.options(
                scorers.all().stream()
                        .filter(scorer -> !scorer.shadow() || scorer.label().equals(shown))
                        .map(Scorer::label)
                        .toList(),
                shown);
    }

    private static String exportQuery(Leaderboard board) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("release", board.release() == null ? "" : board.release().name());
        parameters.put("scorer", board.scorer() == null ? "" : board.scorer().label());
        return Show.query(parameters);
    }
}
