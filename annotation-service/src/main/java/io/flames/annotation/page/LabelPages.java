package io.flames.annotation.page;

import io.flames.annotation.label.Leases;
import io.flames.annotation.problem.Parameters;
import io.flames.annotation.who.Role;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /annotate/label}: one item at a time, blind. */
@Path("/annotate/label")
@Blocking
@RolesAllowed({Role.ANNOTATOR_NAME, Role.LEAD_NAME})
public class LabelPages extends WorkPages {
    private final Leases leases;
    private final Visitor visitor;

    LabelPages(Desk desk, Leases leases, Visitor visitor) {
        super(desk, Work.LABEL);
        this.leases = leases;
        this.visitor = visitor;
    }

    @GET
    @Operation(hidden = true)
    public Response page(@RestQuery @Nullable String campaign, @RestQuery @Nullable String said) {
        return open(campaign, said);
    }

    @GET
    @Path("next")
    @Operation(hidden = true)
    public Response nextAhead(@RestQuery @Nullable String campaign, @RestQuery @Nullable String hold) {
        return ahead(campaign, hold);
    }

    @GET
    @Path("{lease}")
    @Operation(hidden = true)
    public Response own(
            @RestPath String lease,
            @RestQuery @Nullable String campaign,
            @RestHeader(FRAGMENT) @Nullable String fragment) {
        return revise(lease, campaign, fragment != null);
    }

    @POST
    @Path("{lease}")
    @Operation(hidden = true)
    public Response submit(
            @RestPath String lease,
            @RestForm @DefaultValue("") String judgement,
            @RestForm @DefaultValue("") String reason,
            @RestForm @DefaultValue("") String comment,
            @RestForm @DefaultValue("") String spans,
            @RestForm @DefaultValue("") String quote,
            @RestForm @DefaultValue("0") String revision,
            @RestForm @Nullable String campaign,
            @RestForm @Nullable String ahead,
            @RestHeader(FRAGMENT) @Nullable String fragment) {
        var form = new LabelForm(
                judgement, reason, comment, spans, quote, Parameters.number("revision", revision, 0, 1_000_000));
        return store(lease, form, campaign, ahead, fragment != null);
    }

    @POST
    @Path("{lease}/skip")
    @Operation(hidden = true)
    public Response skip(
            @RestPath String lease,
            @RestForm @Nullable String campaign,
            @RestForm @Nullable String ahead,
            @RestHeader(FRAGMENT) @Nullable String fragment) {
        leases.skip(visitor.annotator(), Parameters.uuid("lease", lease));
        return next(campaign, ahead, "skipped", fragment != null);
    }
}
