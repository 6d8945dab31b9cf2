package io.flames.report.response;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/responses/{id}}. */
@Path("/api/v1/responses")
@Produces(MediaType.APPLICATION_JSON)
public class ResponseResource {
    private final Responses responses;

    ResponseResource(Responses responses) {
        this.responses = responses;
    }

    @GET
    @Path("{id}")
    @Operation(summary = "A response with its verdicts and its lineage")
    public Responses.Detail response(@RestPath String id, @RestQuery @Nullable String scorer) {
        return responses.detail(id, scorer);
    }
}
