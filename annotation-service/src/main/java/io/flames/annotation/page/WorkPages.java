package io.flames.annotation.page;

import io.flames.annotation.problem.Parameters;
import io.flames.annotation.problem.ProblemException;
import io.flames.annotation.problem.ProblemMappers;
import io.flames.annotation.who.Role;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * What the pages for labelling and for adjudicating have in common. A page without script posts forms and is sent on to
 * the next item; its script sends the same forms with {@link #FRAGMENT} and gets only what changes. The roles stand here, too:
 * those of a class are for the methods that it declares.
 */
@Blocking
@RolesAllowed({Role.ANNOTATOR_NAME, Role.LEAD_NAME})
public abstract class WorkPages {
    /** Header that the page's script sends. */
    static final String FRAGMENT = ProblemMappers.FRAGMENT;

    private static final int MOST_HELD = 100;
    private static final Set<String> SAID = Set.of("stored", "revised", "skipped");
    private static final int INVALID = 422;

    private final Desk desk;
    private final Work work;

    WorkPages(Desk desk, Work work) {
        this.desk = desk;
        this.work = work;
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
        desk.skip(Parameters.uuid("lease", lease));
        return next(campaign, ahead, "skipped", fragment != null);
    }

    private Response open(@Nullable String campaign, @Nullable String said) {
        var news = said != null && SAID.contains(said) ? said : "";
        return html(200, Templates.desk(desk.open(work, campaign(campaign), news)));
    }

    /** The item after those that the page has; 204 when there is none now. */
    private Response ahead(@Nullable String campaign, @Nullable String hold) {
        var step = desk.next(work, campaign(campaign), hold(hold), "");
        return step.item() == null ? Response.noContent().build() : html(200, Templates.step(step));
    }

    private Response revise(String lease, @Nullable String campaign, boolean fragment) {
        var step = desk.revise(work, campaign(campaign), Parameters.uuid("lease", lease));
        return html(200, fragment ? Templates.step(step) : Templates.desk(step));
    }

    private Response store(
            String lease, LabelForm form, @Nullable String campaign, @Nullable String ahead, boolean fragment) {
        var token = Parameters.uuid("lease", lease);
        try {
            var said = desk.store(token, form);
            return next(campaign, ahead, said, fragment);
        } catch (ProblemException refused) {
            if (fragment || refused.problem().status() != INVALID) {
                throw refused;
            }
            return html(INVALID, Templates.desk(desk.again(work, campaign(campaign), token, form, refused.problem())));
        }
    }

    /** What comes after an item is done with. */
    private Response next(@Nullable String campaign, @Nullable String ahead, String said, boolean fragment) {
        if (!fragment) {
            var there = UriBuilder.fromPath("/annotate/" + work.path()).queryParam("said", said);
            campaign(campaign).ifPresent(id -> there.queryParam("campaign", id));
            return Response.seeOther(there.build()).build();
        }
        var step = desk.next(work, campaign(campaign), Set.of(), said);
        boolean known = step.item() != null && step.item().lease().equals(ahead);
        return html(
                200,
                Templates.step(
                        known ? new Step("ahead", step.work(), step.campaign(), said, step.undo(), null, null) : step));
    }

    static Response html(int status, TemplateInstance page) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .header("Cache-Control", "no-store")
                .entity(page.render())
                .build();
    }

    static Optional<UUID> campaign(@Nullable String campaign) {
        return campaign == null || campaign.isEmpty()
                ? Optional.empty()
                : Optional.of(Parameters.uuid("campaign", campaign));
    }

    private static Set<UUID> hold(@Nullable String hold) {
        if (hold == null || hold.isEmpty()) {
            return Set.of();
        }
        return Arrays.stream(hold.split(",", MOST_HELD))
                .map(token -> Parameters.uuid("hold", token))
                .collect(Collectors.toSet());
    }
}
