package io.flames.report.run;

import io.flames.report.Parameters;
import io.flames.report.ReportConfig;
import io.flames.report.figures.RunFigures;
import io.flames.report.run.Runs.CellView;
import io.flames.report.run.Runs.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/reports/runs} and {@code GET /api/v1/reports/runs/{id}}. */
@Path("/api/v1/reports/runs")
@Produces(MediaType.APPLICATION_JSON)
public class RunResource {
    private final Runs runs;
    private final ReportConfig config;

    RunResource(Runs runs, ReportConfig config) {
        this.runs = runs;
        this.config = config;
    }

    /** A run with its figures. */
    public record RunDetailView(RunView run, RunFigures figures, List<CellView> matrix) {}

    @GET
    @Operation(
            summary = "Runs, the newest first",
            description = "Filters: target, release. after: the cursor of a page.")
    public Page<RunView> list(
            @RestQuery @Nullable String target,
            @RestQuery @Nullable String release,
            @RestQuery @Nullable String scorer,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String limit) {
        return runs.list(target, release, scorer, after, Parameters.limit(limit, config.pageSize()));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "A run with its progress, its figures by dimension, and subcomponent x attack method")
    public RunDetailView detail(@RestPath String id, @RestQuery @Nullable String scorer) {
        var detail = runs.detail(id, scorer);
        return new RunDetailView(detail.run(), detail.report().figures(), detail.matrix());
    }
}
