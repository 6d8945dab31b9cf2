package io.flames.scoring.card;

import io.flames.scoring.ScoringConfig;
import io.flames.scoring.card.ScorerView.SelfTestView;
import io.flames.scoring.drift.DriftWatch;
import io.flames.scoring.lane.LaneFullException;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.flames.scoring.served.ServedScorer;
import io.flames.scoring.served.ServedScorers;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The scorers of this process with their model cards and self-tests. */
@Path("/api/v1/scorers")
@Produces(MediaType.APPLICATION_JSON)
public class ScorerResource {
    private final ServedScorers served;
    private final DriftWatch drift;
    private final ScoringConfig config;

    ScorerResource(ServedScorers served, DriftWatch drift, ScoringConfig config) {
        this.served = served;
        this.drift = drift;
        this.config = config;
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
        return ScorerView.of(find(name));
    }

    @GET
    @Path("{name}/drift")
    @Operation(
            summary = "Class shares a day and dimension of the version that is served, and their distance (PSI) from"
                    + " the version's first days")
    public DriftView drift(String name) {
        return drift.of(find(name))
                .map(known -> DriftView.of(name, known, config.driftBaseline(), config.driftLeast()))
                .orElseGet(() -> DriftView.none(name, config.driftBaseline(), config.driftLeast()));
    }

    @POST
    @Path("{name}/selftest")
    @Blocking
    @Operation(
            summary = "Scores the golden items now, through the scorer's own queue",
            description =
                    "The scorer's status stays; the hourly test decides on it. 409 while the scorer loads or when it"
                            + " did not load, 503 while it cannot score them.")
    public SelfTestView selfTest(String name) {
        var scorer = find(name);
        try {
            return served.testNow(scorer)
                    .map(ScorerView::selfTest)
                    .orElseThrow(() -> new ClientErrorException(
                            "scorer " + name + " cannot be tested: "
                                    + scorer.state().reason(),
                            Response.Status.CONFLICT));
        } catch (ScorerUnavailableException | LaneFullException fault) {
            throw new ServiceUnavailableException("scorer " + name + " cannot be tested: " + fault.getMessage());
        }
    }

    private ServedScorer find(String name) {
        return served.find(name)
                .orElseThrow(() -> new NotFoundException("no scorer \"" + name + "\", expected one of "
                        + served.all().stream().map(ServedScorer::name).collect(Collectors.joining(", "))));
    }

    public record ScorerList(List<ScorerView> items, @Nullable String next) {}
}
