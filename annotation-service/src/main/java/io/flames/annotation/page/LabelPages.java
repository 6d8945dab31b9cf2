package io.flames.annotation.page;

import io.flames.annotation.who.Role;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Path;

/** {@code /annotate/label}: one item at a time, blind. */
@Path("/annotate/label")
@Blocking
@RolesAllowed({Role.ANNOTATOR_NAME, Role.LEAD_NAME})
public class LabelPages extends WorkPages {
    LabelPages(Desk desk) {
        super(desk, Work.LABEL);
    }
}
