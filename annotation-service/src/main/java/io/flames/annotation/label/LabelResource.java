package io.flames.annotation.label;

import io.flames.annotation.problem.Parameters;
import io.flames.annotation.who.Annotators;
import io.flames.annotation.who.Role;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/labels}: what an annotator does. Who it is comes from the login alone. */
@Path("/api/v1/labels")
@Tag(name = "labels")
@RolesAllowed({Role.ANNOTATOR_NAME, Role.LEAD_NAME})
public class LabelResource {
    private final Leases leases;
    private final Labelling labelling;
    private final Annotators annotators;
    private final SecurityIdentity identity;

    LabelResource(Leases leases, Labelling labelling, Annotators annotators, SecurityIdentity identity) {
        this.leases = leases;
        this.labelling = labelling;
        this.annotators = annotators;
        this.identity = identity;
    }

    @POST
    @Path("next")
    @Operation(summary = "An item to label blind, leased; or a pause; or nothing")
    public NextView<Task> next(@Nullable NextRequest request) {
        var asked = NextRequest.orNone(request);
        return NextView.of(leases.next(annotators.of(identity), asked.campaignId(), asked.held()));
    }

    @POST
    @Operation(summary = "Store the label of a leased item; again under the same lease gives the same receipt")
    public Receipt submit(@Nullable Submission submission) {
        var label = Parameters.body(submission);
        var lease = Parameters.uuid("lease", label.lease());
        return labelling.submit(annotators.of(identity), lease, label.label());
    }

    @PUT
    @Path("{lease}")
    @Operation(summary = "Replace an own label until the item is adjudicated; revision is the one that is replaced")
    public Receipt revise(
            @PathParam("lease") String lease,
            @QueryParam("revision") @Nullable String revision,
            @Nullable LabelRequest label) {
        return labelling.revise(
                annotators.of(identity),
                Parameters.uuid("lease", lease),
                Parameters.number("revision", revision == null ? "" : revision, 1, 1_000_000),
                Parameters.body(label));
    }

    @POST
    @Path("extend")
    @Operation(summary = "A sign of life: the lease lasts longer")
    public Extended extend(@Nullable LeaseRef ref) {
        return new Extended(leases.extend(annotators.of(identity), lease(ref)));
    }

    @POST
    @Path("skip")
    @Operation(summary = "Give a leased item to the others for good; nobody asks why")
    public void skip(@Nullable LeaseRef ref) {
        leases.skip(annotators.of(identity), lease(ref));
    }

    @POST
    @Path("release")
    @Operation(summary = "Give a leased item back")
    public void release(@Nullable LeaseRef ref) {
        leases.release(annotators.of(identity), lease(ref));
    }

    private static java.util.UUID lease(@Nullable LeaseRef ref) {
        return Parameters.uuid("lease", Parameters.body(ref).lease());
    }

    public record LeaseRef(@Nullable String lease) {}

    public record Extended(Instant leasedUntil) {}
}
