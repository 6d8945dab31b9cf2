package io.flames.scoring.card;

import io.flames.scoring.golden.ServedScorer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The scorers of this process with their model cards and self-tests. */
@Path("/api/v1/scorers")
@Produces(MediaType.APPLICATION_JSON)
public class ScorerResource {
    private final ServedScorer served;

    ScorerResource(ServedScorer served) {
        this.served = served;
    }

    @GET
    @Operation(summary = "All scorers; empty while the scorer loads")
    public ScorerList list() {
        return new ScorerList(ScorerView.of(served.state()).stream().toList(), null);
    }

    @GET
    @Path("{name}")
    @Operation(summary = "One scorer: version, digest, model card, golden self-test")
    public ScorerView one(String name) {
        return ScorerView.of(served.state())
                .filter(scorer -> scorer.name().equals(name))
                .orElseThrow(() -> new NotFoundException("no scorer \"" + name + "\": "
                        + ScorerView.of(served.state())
                                .map(scorer -> "there is " + scorer.name())
                                .orElse(served.state().reason())));
    }

    public record ScorerList(List<ScorerView> items, @Nullable String next) {}
}
