package io.flames.annotation.page;

import io.flames.annotation.who.Role;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Path;

/** {@code /annotate/adjudicate}: one item at a time, with what the two others said. */
@Path("/annotate/adjudicate")
@Blocking
@RolesAllowed({Role.ANNOTATOR_NAME, Role.LEAD_NAME})
public class AdjudicationPages extends WorkPages {
    AdjudicationPages(Desk desk) {
        super(desk, Work.ADJUDICATE);
    }
}
