package io.flames.annotation.page;

import io.flames.annotation.AnnotationConfig;
import io.flames.annotation.guideline.Guideline;
import io.flames.annotation.guideline.Guidelines;
import io.flames.annotation.guideline.Language;
import io.flames.annotation.label.Queue;
import io.flames.annotation.progress.Standing;
import io.flames.annotation.progress.Standings;
import io.flames.annotation.who.Annotators;
import io.flames.annotation.who.Role;
import io.flames.contracts.Dimensions;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.FormAuthenticationMechanism;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /annotate}: login, what waits, limits and breaks, opt-outs. */
@Path("/annotate")
@Blocking
public class QueuePages {
    private final Queue queue;
    private final Standings standings;
    private final Desk desk;
    private final Guidelines guidelines;
    private final Annotators annotators;
    private final Visitor visitor;
    private final SecurityIdentity identity;
    private final AnnotationConfig.CareOfPeople care;

    QueuePages(
            Queue queue,
            Standings standings,
            Desk desk,
            Guidelines guidelines,
            Annotators annotators,
            Visitor visitor,
            SecurityIdentity identity,
            AnnotationConfig config) {
        this.queue = queue;
        this.standings = standings;
        this.desk = desk;
        this.guidelines = guidelines;
        this.annotators = annotators;
        this.visitor = visitor;
        this.identity = identity;
        this.care = config.care();
    }

    @GET
    @Path("login")
    @Operation(hidden = true)
    public Response login(@RestQuery @Nullable String failed, @RestQuery @Nullable String error) {
        return WorkPages.html(200, Templates.login(failed != null || error != null));
    }

    /** The identity provider ends the session before this is reached; without one there is none to end. */
    @GET
    @Path("leave")
    @RolesAllowed({Role.ANNOTATOR_NAME, Role.LEAD_NAME})
    @Operation(hidden = true)
    public Response leave() {
        return Response.seeOther(URI.create("/annotate")).build();
    }

    @POST
    @Path("logout")
    @RolesAllowed({Role.ANNOTATOR_NAME, Role.LEAD_NAME})
    @Operation(hidden = true)
    public Response logout() {
        FormAuthenticationMechanism.logout(identity);
        return Response.seeOther(URI.create("/annotate/login")).build();
    }

    @GET
    @RolesAllowed({Role.ANNOTATOR_NAME, Role.LEAD_NAME})
    @Operation(hidden = true)
    public Response queue(@RestQuery @Nullable String saved) {
        var annotator = visitor.annotator();
        var campaigns = queue.of(annotator);
        var standing = standings.of(annotator);
        return WorkPages.html(
                200,
                Templates.queue(new QueueModel(
                        campaigns,
                        campaigns.stream().mapToLong(Queue.Waiting::toLabel).sum(),
                        campaigns.stream()
                                .mapToLong(Queue.Waiting::toAdjudicate)
                                .sum(),
                        pause(standing),
                        Objects.requireNonNullElse(standing.leftInSession(), 0),
                        Objects.requireNonNullElse(standing.leftToday(), 0),
                        limits(),
                        categories(annotator.optedOut()),
                        saved != null)));
    }

    @POST
    @Path("opt-outs")
    @RolesAllowed({Role.ANNOTATOR_NAME, Role.LEAD_NAME})
    @Operation(hidden = true)
    public Response optOut(@RestForm List<String> subcomponent) {
        annotators.optOut(visitor.annotator(), subcomponent);
        return Response.seeOther(URI.create("/annotate?saved=true#opt-outs")).build();
    }

    private Step.@Nullable Pause pause(Standing standing) {
        var until = standing.pauseUntil();
        return until == null ? null : desk.pause(until, Objects.requireNonNullElse(standing.pauseReason(), ""));
    }

    private QueueModel.Limits limits() {
        return new QueueModel.Limits(
                care.itemsASession(),
                care.itemsADay(),
                care.harmfulRun(),
                care.harmfulBreak().toMinutes(),
                care.work().toMinutes(),
                care.workBreak().toMinutes(),
                care.sessionBreak().toMinutes());
    }

    private List<QueueModel.Category> categories(List<String> optedOut) {
        return Dimensions.ALL.stream()
                .map(dimension -> guidelines
                        .find(dimension, guidelines.newest(dimension), Language.EN)
                        .orElseThrow())
                .map(guideline -> new QueueModel.Category(
                        Dimensions.nameOf(guideline.dimension()),
                        guideline.subcomponents().stream()
                                .map(Guideline.Part::name)
                                .map(name -> new QueueModel.Choice(name, optedOut.contains(name)))
                                .toList()))
                .toList();
    }
}
