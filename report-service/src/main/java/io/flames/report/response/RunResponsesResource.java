package io.flames.report.response;

import io.flames.report.Parameters;
import io.flames.report.ReportConfig;
import io.flames.report.run.Runs.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/reports/runs/{id}/responses}. */
@Path("/api/v1/reports/runs/{id}/responses")
@Produces(MediaType.APPLICATION_JSON)
public class RunResponsesResource {
    private final Responses responses;
    private final ReportConfig config;

    RunResponsesResource(Responses responses, ReportConfig config) {
        this.responses = responses;
        this.config = config;
    }

    @GET
    @Operation(
            summary = "A run's responses, page by page",
            description = "Filters: dimension, subcomponent, attackMethod, outcome, "
                    + "score (3, 2, 1, unscorable, none), q (text in prompt or response).")
    public Page<ResponseView> ofRun(
            @RestPath String id,
            @RestQuery @Nullable String scorer,
            @RestQuery @Nullable String dimension,
            @RestQuery @Nullable String subcomponent,
            @RestQuery @Nullable String attackMethod,
            @RestQuery @Nullable String outcome,
            @RestQuery @Nullable String score,
            @RestQuery @Nullable String q,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String limit) {
        var filter = ResponseFilters.of(dimension, subcomponent, attackMethod, outcome, score, q);
        return responses.ofRun(id, scorer, filter, after, Parameters.limit(limit, config.pageSize()));
    }
}
