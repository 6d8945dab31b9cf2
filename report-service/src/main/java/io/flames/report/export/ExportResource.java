package io.flames.report.export;

import io.flames.report.Parameters;
import io.flames.report.leaderboard.Leaderboards;
import io.flames.report.page.HtmlReport;
import io.flames.report.problem.ProblemException;
import io.flames.report.run.Runs;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/exports/...}: files to keep or to send on. */
@Path("/api/v1/exports")
@Blocking
public class ExportResource {
    private static final String CSV = "text/csv; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String JSON_LINES = "application/x-ndjson";
    private static final String HTML = "text/html; charset=utf-8";

    private final Leaderboards leaderboards;
    private final Runs runs;
    private final RunExport runExport;
    private final HtmlReport htmlReport;

    ExportResource(Leaderboards leaderboards, Runs runs, RunExport runExport, HtmlReport htmlReport) {
        this.leaderboards = leaderboards;
        this.runs = runs;
        this.runExport = runExport;
        this.htmlReport = htmlReport;
    }

    @GET
    @Path("leaderboard")
    @Operation(
            summary = "A leaderboard as a file",
            description =
                    "format: csv (default), json, or html (self-contained). release, scorer: see /api/v1/leaderboard.")
    public Response leaderboard(
            @RestQuery @Nullable String release,
            @RestQuery @Nullable String scorer,
            @RestQuery @Nullable String format) {
        return switch (format == null ? "csv" : format) {
            case "csv" -> file("leaderboard.csv", CSV, LeaderboardCsv.of(leaderboards.of(release, scorer)));
            case "json" -> file("leaderboard.json", JSON, leaderboards.of(release, scorer));
            case "html" -> file("leaderboard.html", HTML, htmlReport.of(release, scorer));
            default -> throw unknown(format, "csv, json, html");
        };
    }

    @GET
    @Path("runs/{id}")
    @Operation(summary = "A run's responses as a file", description = "format: csv (default) or jsonl; streamed.")
    public Response run(@RestPath String id, @RestQuery @Nullable String scorer, @RestQuery @Nullable String format) {
        var run = runs.run(id);
        var judge = runs.judge(run, scorer);
        return switch (format == null ? "csv" : format) {
            case "csv" ->
                file("run-" + run.id() + ".csv", CSV, (StreamingOutput) out -> runExport.csv(run, judge, out));
            case "jsonl" ->
                file("run-" + run.id() + ".jsonl", JSON_LINES, (StreamingOutput)
                        out -> runExport.jsonLines(run, judge, out));
            default -> throw unknown(format, "csv, jsonl");
        };
    }

    private static ProblemException unknown(@Nullable String format, String allowed) {
        return ProblemException.badParameter(
                "format", "unknown format \"" + Parameters.shortened(format) + "\", expected one of " + allowed);
    }

    private static Response file(String name, String mediaType, Object content) {
        return Response.ok(content, mediaType)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .build();
    }
}
