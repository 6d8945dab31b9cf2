package io.flames.annotation.label;

import io.flames.annotation.problem.Parameters;
import io.flames.annotation.who.Annotators;
import io.flames.annotation.who.Role;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/adjudications}: what the third does. Leases are extended, given back and revised as those of blind labels
 * are, at {@code /api/v1/labels}.
 */
@Path("/api/v1/adjudications")
@Tag(name = "adjudications")
@RolesAllowed({Role.ANNOTATOR_NAME, Role.LEAD_NAME})
public class AdjudicationResource {
    private final Leases leases;
    private final Labelling labelling;
    private final Annotators annotators;
    private final SecurityIdentity identity;

    AdjudicationResource(Leases leases, Labelling labelling, Annotators annotators, SecurityIdentity identity) {
        this.leases = leases;
        this.labelling = labelling;
        this.annotators = annotators;
        this.identity = identity;
    }

    @POST
    @Path("next")
    @Operation(summary = "An item on which two others differ, with both opinions; or a pause; or nothing")
    public NextView<AdjudicationTask> next(@Nullable NextRequest request) {
        var asked = NextRequest.orNone(request);
        return NextView.of(leases.nextAdjudication(annotators.of(identity), asked.campaignId(), asked.held()));
    }

    @POST
    @Operation(summary = "Decide a leased item; again under the same lease gives the same receipt")
    public Receipt submit(@Nullable Submission submission) {
        var label = Parameters.body(submission);
        var lease = Parameters.uuid("lease", label.lease());
        return labelling.submit(annotators.of(identity), lease, label.label());
    }
}
