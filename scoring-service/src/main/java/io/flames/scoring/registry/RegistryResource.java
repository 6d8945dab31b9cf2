package io.flames.scoring.registry;

import io.flames.scoring.registry.VersionViews.VersionList;
import io.flames.scoring.registry.VersionViews.VersionView;
import io.flames.scoring.registry.gate.DataTooLargeException;
import io.flames.scoring.registry.gate.DataTooSlowException;
import io.flames.scoring.registry.state.RefusedTransitionException;
import io.flames.scoring.registry.store.RegistryAwayException;
import io.flames.scoring.registry.store.StoredVersion;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import java.security.Principal;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;

/** Registered scorer versions: upload, shadow, promotion, rollback. */
@Path("/api/v1/scorers")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class RegistryResource {
    private final Registry registry;

    RegistryResource(Registry registry) {
        this.registry = registry;
    }

    @GET
    @Path("{name}/versions")
    @Operation(summary = "All versions of a scorer with their states and what happened to them, newest first")
    public VersionList versions(String name) {
        return answered(() -> {
            var list = VersionViews.of(registry.overview(), name);
            if (list.items().isEmpty()) {
                throw new NotFoundException("no version of a scorer \"" + shown(name) + "\" is known");
            }
            return list;
        });
    }

    @POST
    @Path("{name}/versions")
    @Consumes("application/zip")
    @Operation(
            summary = "Register a trained version: a zip file of heads.json, model-card.json and golden.jsonl",
            description =
                    "It is loaded, and its golden items have to come out as recorded, or nothing is kept (400). The same"
                            + " files again are the same version.")
    public Response register(String name, InputStream zip, @Context SecurityContext security) {
        return answered(() -> {
            var version = registry.register(name, zip, by(security));
            return Response.status(Response.Status.CREATED)
                    .entity(view(version))
                    .build();
        });
    }

    @GET
    @Path("{name}/versions/{number}")
    @Operation(summary = "One version with its state and what happened to it")
    public VersionView version(String name, int number) {
        return answered(() -> view(find(name, number)));
    }

    @DELETE
    @Path("{name}/versions/{number}")
    @Operation(
            summary = "Let the version's files go; its card, history and verdicts stay",
            description = "409 when it shadows, is promoted, or is the one that a rollback would promote.")
    public VersionView discard(String name, int number, @Context SecurityContext security) {
        return answered(() -> {
            var version = find(name, number);
            registry.discard(version, by(security));
            return view(version);
        });
    }

    @POST
    @Path("{name}/versions/{number}/shadow")
    @Operation(
            summary = "Let the version score live responses beside the promoted one, unseen by leaderboards",
            description = "history=true: also all that was collected before. 409 when its state does not allow it.")
    public VersionView startShadow(
            String name,
            int number,
            @RestQuery @DefaultValue("false") boolean history,
            @Context SecurityContext security) {
        return answered(() -> {
            var version = find(name, number);
            registry.startShadow(version, history, by(security));
            return view(version);
        });
    }

    @DELETE
    @Path("{name}/versions/{number}/shadow")
    @Operation(summary = "End the version's shadow; what it scored is kept")
    public VersionView stopShadow(String name, int number, @Context SecurityContext security) {
        return answered(() -> {
            var version = find(name, number);
            registry.stopShadow(version, by(security));
            return view(version);
        });
    }

    @POST
    @Path("{name}/rollback")
    @Operation(
            summary = "Promote again the version that was promoted before",
            description = "name: of the scorer whose version is promoted now. 409 when there is nothing to go back to.")
    public VersionView rollback(String name, @Context SecurityContext security) {
        return answered(() -> view(registry.rollback(name, by(security))));
    }

    private VersionView view(StoredVersion version) {
        return VersionViews.of(registry.overview(), version);
    }

    private StoredVersion find(String name, int number) {
        return find(registry, name, number);
    }

    static StoredVersion find(Registry registry, String name, int number) {
        return registry.find(name, number)
                .orElseThrow(() -> new NotFoundException(
                        "no version " + shown(name) + "@" + number + "; see GET /api/v1/scorers/NAME/versions"));
    }

    static String by(SecurityContext security) {
        return Optional.ofNullable(security.getUserPrincipal())
                .map(Principal::getName)
                .orElse("");
    }

    static <T> T answered(Supplier<T> work) {
        try {
            return work.get();
        } catch (RefusedTransitionException refused) {
            throw new ClientErrorException(refused.getMessage(), Response.Status.CONFLICT, refused);
        } catch (DataTooLargeException large) {
            throw new ClientErrorException(large.getMessage(), Response.Status.REQUEST_ENTITY_TOO_LARGE, large);
        } catch (DataTooSlowException slow) {
            throw new ClientErrorException(slow.getMessage(), Response.Status.REQUEST_TIMEOUT, slow);
        } catch (IllegalArgumentException wrong) {
            throw new BadRequestException(wrong.getMessage(), wrong);
        } catch (ScorerUnavailableException away) {
            throw new ServiceUnavailableException(away.getMessage(), 5L, away);
        } catch (RegistryAwayException away) {
            throw new ServiceUnavailableException("the registry's database is away", 5L, away);
        }
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
