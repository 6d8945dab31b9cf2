package io.flames.annotation.page;

import io.flames.annotation.AnnotationConfig;
import io.flames.annotation.campaign.CampaignList;
import io.flames.annotation.campaign.Campaigns;
import io.flames.annotation.campaign.ResponsesAtHand;
import io.flames.annotation.page.Templates.CampaignRow;
import io.flames.annotation.problem.Parameters;
import io.flames.annotation.problem.ProblemException;
import io.flames.annotation.who.Role;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;

/** {@code /annotate/campaigns}: for leads. */
@Path("/annotate/campaigns")
@Blocking
@RolesAllowed(Role.LEAD_NAME)
public class CampaignPages {
    private static final int LISTED = 200;
    private static final int RUNS = 100;

    private final Campaigns campaigns;
    private final CampaignList list;
    private final ResponsesAtHand atHand;
    private final Visitor visitor;
    private final double goldRate;

    CampaignPages(
            Campaigns campaigns, CampaignList list, ResponsesAtHand atHand, Visitor visitor, AnnotationConfig config) {
        this.campaigns = campaigns;
        this.list = list;
        this.atHand = atHand;
        this.visitor = visitor;
        this.goldRate = config.campaigns().goldRate();
    }

    @GET
    @Operation(hidden = true)
    public Response all() {
        return WorkPages.html(
                200,
                Templates.campaigns(list.all(LISTED).stream()
                        .map(campaign -> new CampaignRow(campaign, Progress.percent(campaign.counts())))
                        .toList()));
    }

    @GET
    @Path("new")
    @Operation(hidden = true)
    public Response form() {
        return WorkPages.html(
                200, Templates.create(CampaignForm.empty(UUID.randomUUID().toString(), goldRate, atHand.runs(RUNS))));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    public Response create(MultivaluedMap<String, String> sent) {
        var form = CampaignForm.of(sent, atHand.runs(RUNS));
        try {
            var made = campaigns.create(visitor.annotator(), form.toRequest(), form.key());
            return Response.seeOther(URI.create("/annotate/campaigns/" + made.id()))
                    .build();
        } catch (ProblemException refused) {
            var problem = refused.problem();
            return WorkPages.html(
                    problem.status(),
                    Templates.create(form.wrong(
                            problem.status() == 409 && problem.field() == null ? "name" : problem.field(),
                            problem.detail())));
        }
    }

    @GET
    @Path("{id}")
    @Operation(hidden = true)
    public Response one(@RestPath String id) {
        return WorkPages.html(200, Templates.campaign(Progress.of(list.show(Parameters.uuid("id", id)))));
    }

    /** The part of the page that changes while people label. */
    @GET
    @Path("{id}/progress")
    @Operation(hidden = true)
    public Response progress(@RestPath String id) {
        return WorkPages.html(200, Templates.progress(Progress.of(list.show(Parameters.uuid("id", id)))));
    }

    @POST
    @Path("{id}/close")
    @Operation(hidden = true)
    public Response close(@RestPath String id) {
        campaigns.close(Parameters.uuid("id", id));
        return Response.seeOther(URI.create("/annotate/campaigns/" + id)).build();
    }

    @POST
    @Path("{id}/reopen")
    @Operation(hidden = true)
    public Response reopen(@RestPath String id) {
        campaigns.reopen(Parameters.uuid("id", id));
        return Response.seeOther(URI.create("/annotate/campaigns/" + id)).build();
    }
}
