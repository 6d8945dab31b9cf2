package io.flames.prompt.taxonomy;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The vocabulary that an import line may use. */
@Path("/api/v1/taxonomy")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Taxonomy")
public class TaxonomyResource {
    private final AttackMethods attackMethods;

    public TaxonomyResource(AttackMethods attackMethods) {
        this.attackMethods = attackMethods;
    }

    @GET
    @Operation(operationId = "taxonomy", summary = "Dimensions, subcomponents and attack methods")
    public Uni<TaxonomyView> taxonomy() {
        return attackMethods.all().map(TaxonomyView::with);
    }
}
