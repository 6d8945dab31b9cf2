package io.flames.annotation.progress;

import io.flames.annotation.problem.Parameters;
import io.flames.annotation.problem.ProblemException;
import io.flames.annotation.who.Annotators;
import io.flames.annotation.who.Role;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/annotators}. */
@Path("/api/v1/annotators")
@Tag(name = "annotators")
public class AnnotatorResource {
    private final Standings standings;
    private final Annotators annotators;
    private final SecurityIdentity identity;

    AnnotatorResource(Standings standings, Annotators annotators, SecurityIdentity identity) {
        this.standings = standings;
        this.annotators = annotators;
        this.identity = identity;
    }

    @GET
    @Path("me")
    @RolesAllowed({Role.ANNOTATOR_NAME, Role.LEAD_NAME})
    @Operation(summary = "Oneself: labels, what is left today, accuracy on gold items")
    public Standing me() {
        return standings.of(annotators.of(identity));
    }

    @PUT
    @Path("me")
    @RolesAllowed({Role.ANNOTATOR_NAME, Role.LEAD_NAME})
    @Operation(summary = "Subcomponents that one is never shown")
    public Standing optOut(@Nullable OptOut wanted) {
        var names = Parameters.body(wanted).optedOut();
        if (names == null || names.stream().anyMatch(Objects::isNull)) {
            throw ProblemException.invalid("optedOut", "optedOut is a list of names of subcomponents");
        }
        return standings.of(annotators.optOut(annotators.of(identity), names));
    }

    @GET
    @RolesAllowed(Role.LEAD_NAME)
    @Operation(summary = "Everybody who ever labelled, by pseudonym")
    public Everybody all() {
        return new Everybody(standings.all());
    }

    public record OptOut(@Nullable List<@Nullable String> optedOut) {}

    public record Everybody(List<Standing> items) {}
}
