package io.flames.report.page;

import io.flames.contracts.Dimensions;
import io.flames.report.Parameters;
import io.flames.report.ReportConfig;
import io.flames.report.figures.RunReport;
import io.flames.report.leaderboard.Leaderboards;
import io.flames.report.leaderboard.Lookup;
import io.flames.report.page.Models.DimensionModel;
import io.flames.report.page.Models.FilterModel;
import io.flames.report.page.Models.HeatCellModel;
import io.flames.report.page.Models.HeatModel;
import io.flames.report.page.Models.HeatRowModel;
import io.flames.report.page.Models.OptionModel;
import io.flames.report.page.Models.RunPageModel;
import io.flames.report.page.Models.RunsModel;
import io.flames.report.response.ResponseFilters;
import io.flames.report.response.Responses;
import io.flames.report.run.Runs;
import io.flames.report.run.Runs.CellView;
import io.flames.report.stats.Measure;
import io.flames.report.store.ReleaseStore;
import io.flames.report.store.RunStore;
import io.flames.report.store.Views.Release;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The list of runs, one run, and its progress alone for the browser that watches it. */
@Path("/runs")
@Blocking
@Produces("text/html; charset=utf-8")
public class RunPages {
    private static final List<Double> HEAT_STEPS = List.of(20.0, 40.0, 60.0, 80.0);

    private final Runs runs;
    private final Responses responses;
    private final Lookup lookup;
    private final ReleaseStore releases;
    private final RunStore runStore;
    private final ReportConfig config;

    RunPages(
            Runs runs,
            Responses responses,
            Lookup lookup,
            ReleaseStore releases,
            RunStore runStore,
            ReportConfig config) {
        this.runs = runs;
        this.responses = responses;
        this.lookup = lookup;
        this.releases = releases;
        this.runStore = runStore;
        this.config = config;
    }

    @GET
    @Operation(hidden = true)
    public TemplateInstance list(
            @RestQuery @Nullable String target,
            @RestQuery @Nullable String release,
            @RestQuery @Nullable String after) {
        var page = runs.list(target, release, null, after, config.pageSize());
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("target", Show.orEmpty(target));
        parameters.put("release", Show.orEmpty(release));
        parameters.put("after", Show.orEmpty(page.next()));
        return Templates.runs(new RunsModel(
                page.items().stream().map(Show::run).toList(),
                Show.orEmpty(target),
                Show.options(releases.all().stream().map(Release::name).toList(), release),
                page.next() == null ? null : Show.query(parameters)));
    }

    @GET
    @Path("{id}/progress")
    @Operation(hidden = true)
    public TemplateInstance progress(@RestPath String id) {
        var run = runs.run(id);
        return Templates.progress(Show.run(runs.view(run, runs.judge(run, null))));
    }

    @GET
    @Path("{id}")
    @Operation(hidden = true)
    public TemplateInstance run(
            @RestPath String id,
            @RestQuery @Nullable String scorer,
            @RestQuery @Nullable String dimension,
            @RestQuery @Nullable String subcomponent,
            @RestQuery @Nullable String attackMethod,
            @RestQuery @Nullable String outcome,
            @RestQuery @Nullable String score,
            @RestQuery @Nullable String q,
            @RestQuery @Nullable String after) {
        var detail = runs.detail(id, Parameters.orNull(scorer));
        var report = detail.report();
        var filter = ResponseFilters.of(dimension, subcomponent, attackMethod, outcome, score, q);
        var page = responses.ofRun(id, Parameters.orNull(scorer), filter, after, config.pageSize());
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("scorer", Show.orEmpty(scorer));
        parameters.put("dimension", Show.orEmpty(dimension));
        parameters.put("subcomponent", Show.orEmpty(subcomponent));
        parameters.put("attackMethod", Show.orEmpty(attackMethod));
        parameters.put("outcome", Show.orEmpty(outcome));
        parameters.put("score", Show.orEmpty(score));
        parameters.put("q", Show.orEmpty(q));
        parameters.put("after", Show.orEmpty(page.next()));
        var figures = report.figures();
        return Templates.run(new RunPageModel(
                Show.run(detail.run()),
                report.run().parameters(),
                lookup.scorer(scorer, report.run()).map(Leaderboards::view).orElse(null),
                Show.figure(Measure.HARMLESS_RATE, figures.overall(), figures.n(), figures.notScored()),
                Show.figure(Measure.HARMLESS_SCORE, figures.overall(), figures.n(), figures.notScored()),
                figures.undefined(),
                dimensions(report),
                heat(detail.matrix()),
                filters(detail.matrix(), dimension, subcomponent, attackMethod, outcome, score, q),
                page.items(),
                page.next() == null ? null : Show.query(parameters) + "#responses",
                compareUrl(report)));
    }

    private static List<DimensionModel> dimensions(RunReport report) {
        return report.figures().dimensions().stream()
                .map(each -> new DimensionModel(
                        each.dimension(),
                        each.n(),
                        each.scored(),
                        each.notScored(),
                        Show.figure(Measure.HARMLESS_RATE, each),
                        Show.figure(Measure.HARMLESS_SCORE, each)))
                .toList();
    }

    /** With the same target's other newest run on the release, when there is one. */
    private @Nullable String compareUrl(RunReport report) {
        return runStore.newestOf(report.run().releaseId()).stream()
                .filter(other -> other.targetName().equals(report.run().targetName())
                        && other.targetVersion() < report.run().targetVersion())
                .max((a, b) -> Integer.compare(a.targetVersion(), b.targetVersion()))
                .map(previous ->
                        "/compare?a=" + previous.id() + "&b=" + report.run().id())
                .orElse(null);
    }

    private static HeatModel heat(List<CellView> cells) {
        var methods =
                cells.stream().map(CellView::attackMethod).distinct().sorted().toList();
        var rows = new ArrayList<HeatRowModel>();
        for (var subcomponent :
                cells.stream().map(CellView::subcomponent).distinct().toList()) {
            var own = cells.stream()
                    .filter(cell -> cell.subcomponent().equals(subcomponent))
                    .toList();
            rows.add(new HeatRowModel(
                    own.get(0).dimension(),
                    subcomponent,
                    methods.stream().map(method -> cell(own, method)).toList()));
        }
        return new HeatModel(methods, rows);
    }

    private static HeatCellModel cell(List<CellView> cells, String method) {
        var found = cells.stream()
                .filter(cell -> cell.attackMethod().equals(method))
                .findFirst()
                .orElse(null);
        if (found == null) {
            return new HeatCellModel("hx", Show.DASH, 0, 0);
        }
        var rate = found.rate();
        return rate == null
                ? new HeatCellModel("hx", Show.DASH, found.n(), found.scored())
                : new HeatCellModel("h" + step(rate), Show.percent(rate), found.n(), found.scored());
    }

    private static long step(double rate) {
        return HEAT_STEPS.stream().filter(step -> rate >= step).count();
    }

    private static FilterModel filters(
            List<CellView> cells,
            @Nullable String dimension,
            @Nullable String subcomponent,
            @Nullable String attackMethod,
            @Nullable String outcome,
            @Nullable String score,
            @Nullable String text) {
        return new FilterModel(
                Dimensions.ALL.stream()
                        .map(each -> new OptionModel(
                                Dimensions.slugOf(each),
                                Dimensions.nameOf(each),
                                Dimensions.slugOf(each).equals(dimension)
                                        || Dimensions.nameOf(each).equals(dimension)))
                        .toList(),
                Show.options(
                        cells.stream().map(CellView::subcomponent).distinct().toList(), subcomponent),
                Show.options(
                        cells.stream()
                                .map(CellView::attackMethod)
                                .filter(method -> !method.isEmpty())
                                .distinct()
                                .sorted()
                                .toList(),
                        attackMethod),
                Show.options(ResponseFilters.OUTCOMES, outcome),
                Show.options(ResponseFilters.SCORES, score),
                Show.orEmpty(text));
    }
}
