package io.flames.scoring.registry;

import io.flames.scoring.registry.gate.GateResult;
import io.flames.scoring.registry.gate.Leaks.Leak;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code POST /api/v1/scorers/{name}/versions/{number}/promote}. */
@Path("/api/v1/scorers")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class PromotionResource {
    private final Registry registry;
    private final Promotion promotion;

    PromotionResource(Registry registry, Promotion promotion) {
        this.registry = registry;
        this.promotion = promotion;
    }

    @POST
    @Path("{name}/versions/{number}/promote")
    @Consumes({"application/x-ndjson", "application/jsonl", MediaType.APPLICATION_OCTET_STREAM})
    @Operation(
            summary = "Promote the version, if the gate lets it pass",
            description =
                    "Body: held-out labelled responses, JSON lines of {dimension, prompt, response, score}. Both versions"
                            + " score them; the version has to be not less accurate than the promoted one by more than the margin."
                            + " 409 with what was measured when it is not, when it does not shadow, or"
                            + " when one of them was trained on items of the data, unless dropLeaks=true leaves these out. Takes as long as scoring does.")
    public Response promote(
            String name,
            int number,
            @RestQuery @DefaultValue("false") boolean dropLeaks,
            InputStream data,
            @Context SecurityContext security) {
        return RegistryResource.answered(() -> {
            var result = promotion.promote(
                    RegistryResource.find(registry, name, number), data, dropLeaks, RegistryResource.by(security));
            return Response.status(result.passed() ? Response.Status.OK : Response.Status.CONFLICT)
                    .type(result.passed() ? MediaType.APPLICATION_JSON : "application/problem+json")
                    .entity(result.passed() ? result : Refusal.of(result))
                    .build();
        });
    }

    /**
     * A problem (RFC 9457) with what the gate measured.
     *
     * @param errors where items of the data refuse it: why, then the first of them
     */
    public record Refusal(String title, int status, String detail, List<String> errors, GateResult gate) {
        static Refusal of(GateResult result) {
            String detail = String.join("; ", result.reasons());
            var errors = result.leaks().isEmpty()
                    ? Stream.<String>empty()
                    : Stream.concat(Stream.of(detail), result.leaks().stream().map(Leak::text));
            return new Refusal("The gate refuses the version", 409, detail, errors.toList(), result);
        }
    }
}
