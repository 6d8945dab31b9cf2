package io.flames.scoring.card;

import io.flames.scoring.served.ServedScorer;
import io.flames.scoring.served.ServedScorers;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The scorers of this process with their model cards and self-tests. */
@Path("/api/v1/scorers")
@Produces(MediaType.APPLICATION_JSON)
public class ScorerResource {
    private final ServedScorers served;

    ScorerResource(ServedScorers served) {
        this.served = served;
    }

    @GET
    @Operation(summary = "All scorers, those that are not ready too")
    public ScorerList list() {
        return new ScorerList(served.all().stream().map(ScorerView::of).toList(), null);
    }

    @GET
    @Path("{name}")
    @Operation(summary = "One scorer: version, digest, model card, golden self-test")
    public ScorerView one(String name) {
        return served.find(name)
                .map(ScorerView::of)
                .orElseThrow(() -> new NotFoundException("no scorer \"" + name + "\", expected one of "
                        + served.all().stream().map(ServedScorer::name).collect(Collectors.joining(", "))));
    }

    public record ScorerList(List<ScorerView> items, @Nullable String next) {}
}
