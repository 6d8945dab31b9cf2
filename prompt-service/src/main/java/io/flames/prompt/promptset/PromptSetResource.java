package io.flames.prompt.promptset;

import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Prompt sets and their prompts. */
@Path("/api/v1/sets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Prompt sets")
public class PromptSetResource {
    private final PromptSets sets;
    private final Prompts prompts;
    private final PageLimits limits;

    public PromptSetResource(PromptSets sets, Prompts prompts, PageLimits limits) {
        this.sets = sets;
        this.prompts = prompts;
        this.limits = limits;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createSet", summary = "Create a prompt set")
    @APIResponse(responseCode = "201", description = "Created")
    @APIResponse(responseCode = "409", description = "The name is taken")
    public Uni<Response> create(@NotNull(message = "a JSON body is required") @Valid @Nullable NewSet set) {
        NewSet asked = Objects.requireNonNull(set);
        String description = Objects.requireNonNullElse(asked.description(), "");
        return sets.create(Objects.requireNonNull(asked.name()), description)
                .map(view -> Response.created(URI.create("/api/v1/sets/" + view.name()))
                        .entity(view)
                        .build());
    }

    @GET
    @Operation(operationId = "listSets", summary = "All prompt sets, by name")
    public Uni<Listing<PromptSetView>> list() {
        return sets.all().map(Listing::whole);
    }

    @GET
    @Path("{set}")
    @Operation(operationId = "showSet", summary = "One prompt set")
    @APIResponse(responseCode = "404", description = "There is no such set")
    public Uni<PromptSetView> show(@Parameter(description = "Name or id") @PathParam("set") String set) {
        return sets.view(set);
    }

    @GET
    @Path("{set}/prompts")
    @Operation(operationId = "listPrompts", summary = "The prompts of a set, in the order of their import")
    public Uni<Listing<PromptView>> prompts(
            @Parameter(description = "Name or id") @PathParam("set") String set,
            @Parameter(description = "\"next\" of the page before") @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("dimension") @DefaultValue("") String dimension,
            @QueryParam("subcomponent") @DefaultValue("") String subcomponent,
            @Parameter(description = "- for prompts without one") @QueryParam("attackMethod") @DefaultValue("")
                    String attackMethod) {
        var filter = new PromptFilter(dimension, subcomponent, attackMethod);
        int entries = limits.limit(limit);
        return sets.find(set).flatMap(found -> prompts.page(found.id(), filter, after, entries));
    }
}
