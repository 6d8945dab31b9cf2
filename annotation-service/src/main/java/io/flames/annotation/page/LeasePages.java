package io.flames.annotation.page;

import io.flames.annotation.label.Leases;
import io.flames.annotation.problem.Parameters;
import io.flames.annotation.who.Role;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** Signs of life of the labelling page, and what it gives back when it is left. */
@Path("/annotate/leases")
@Blocking
@RolesAllowed({Role.ANNOTATOR_NAME, Role.LEAD_NAME})
public class LeasePages {
    private static final int MOST = 20;

    private final Leases leases;
    private final Desk desk;
    private final Visitor visitor;

    LeasePages(Leases leases, Desk desk, Visitor visitor) {
        this.leases = leases;
        this.desk = desk;
        this.visitor = visitor;
    }

    /** 204 while the page still holds it, 409 when it does not. */
    @POST
    @Path("extend")
    @Operation(hidden = true)
    public Response extend(@RestForm @Nullable String lease) {
        leases.extend(visitor.annotator(), Parameters.uuid("lease", lease));
        return Response.noContent().build();
    }

    /** What is no longer held is given back already: nothing to tell a page that is gone. */
    @POST
    @Path("release")
    @Operation(hidden = true)
    public Response release(@RestForm List<String> lease, @RestHeader(WorkPages.FRAGMENT) @Nullable String fragment) {
        for (var token : lease.stream().limit(MOST).toList()) {
            desk.giveBack(Parameters.uuid("lease", token));
        }
        return fragment != null
                ? Response.noContent().build()
                : Response.seeOther(URI.create("/annotate")).build();
    }
}
