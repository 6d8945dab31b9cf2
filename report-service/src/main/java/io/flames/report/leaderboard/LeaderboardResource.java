package io.flames.report.leaderboard;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/leaderboard}. */
@Path("/api/v1/leaderboard")
@Produces(MediaType.APPLICATION_JSON)
public class LeaderboardResource {
    private final Leaderboards leaderboards;

    LeaderboardResource(Leaderboards leaderboards) {
        this.leaderboards = leaderboards;
    }

    @GET
    @Operation(
            summary = "The leaderboard of a release under one scorer version",
            description =
                    "release: id, name@number or name, default the newest release that has a run. "
                            + "scorer: id, name@version or name, default the one that reports use. Rates and scores in percent.")
    public Leaderboard leaderboard(@RestQuery @Nullable String release, @RestQuery @Nullable String scorer) {
        return leaderboards.of(release, scorer);
    }
}
