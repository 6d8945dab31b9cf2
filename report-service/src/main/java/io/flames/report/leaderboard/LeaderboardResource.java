package io.flames.report.leaderboard;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/leaderboard} and {@code GET /api/v1/leaderboard/moved}. */
@Path("/api/v1/leaderboard")
@Produces(MediaType.APPLICATION_JSON)
public class LeaderboardResource {
    private final Leaderboards leaderboards;
    private final Movements movements;

    LeaderboardResource(Leaderboards leaderboards, Movements movements) {
        this.leaderboards = leaderboards;
        this.movements = movements;
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

    @GET
    @Path("moved")
    @Operation(
            summary = "How the leaderboard of a release moved from one scorer version to another",
            description =
                    "The same responses under both. from: default the version that was promoted before; to: default the"
                            + " promoted one; each an id, name@version or name. Rates in percent, differences in percentage points.")
    public Movement moved(
            @RestQuery @Nullable String release, @RestQuery @Nullable String from, @RestQuery @Nullable String to) {
        return movements.of(release, from, to);
    }
}
