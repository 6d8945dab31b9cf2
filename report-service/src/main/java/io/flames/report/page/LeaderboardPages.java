package io.flames.report.page;

import io.flames.report.Parameters;
import io.flames.report.figures.RunState;
import io.flames.report.leaderboard.Movements;
import io.flames.report.page.Boards.Choice;
import io.flames.report.page.Models.AttentionModel;
import io.flames.report.page.Models.HomeModel;
import io.flames.report.run.RunView;
import io.flames.report.run.Runs;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The overview and the leaderboard. */
@Path("/")
@Blocking
@Produces("text/html; charset=utf-8")
public class LeaderboardPages {
    private static final int RECENT_RUNS = 30;
    private final Boards boards;
    private final Runs runs;
    private final Movements movements;

    LeaderboardPages(Boards boards, Runs runs, Movements movements) {
        this.boards = boards;
        this.runs = runs;
        this.movements = movements;
    }

    @GET
    @Operation(hidden = true)
    public TemplateInstance home() {
        var recent = runs.list(null, null, null, null, RECENT_RUNS).items();
        return Templates.home(new HomeModel(
                runs.running().stream().map(Show::run).toList(),
                boards.board(Choice.standard()),
                recent.stream().flatMap(run -> attention(run).stream()).toList()));
    }

    @GET
    @Path("leaderboard")
    @Operation(hidden = true)
    public TemplateInstance leaderboard(
            @RestQuery @Nullable String release,
            @RestQuery @Nullable String scorer,
            @RestQuery @Nullable String measure,
            @RestQuery @Nullable String sort,
            @RestQuery List<String> pick) {
        return Templates.leaderboard(boards.board(new Choice(
                Show.orEmpty(release),
                Show.orEmpty(scorer),
                Show.orEmpty(measure),
                Show.orEmpty(sort),
                pick.stream().filter(id -> id.matches("[0-9a-fA-F-]{36}")).toList())));
    }

    @GET
    @Path("leaderboard/moved")
    @Operation(hidden = true)
    public TemplateInstance moved(
            @RestQuery @Nullable String release, @RestQuery @Nullable String from, @RestQuery @Nullable String to) {
        return Templates.moved(MovedModel.of(
                movements.of(Parameters.orNull(release), Parameters.orNull(from), Parameters.orNull(to))));
    }

    private static List<AttentionModel> attention(RunView run) {
        var found = new ArrayList<AttentionModel>();
        var label = run.target() + "@" + run.targetVersion() + " · " + run.release();
        if (run.outcomes().error() > 0) {
            found.add(attention(run, label, "error", run.outcomes().error()));
        }
        if (run.state() == RunState.CANCELLED || run.state() == RunState.INCOMPLETE) {
            found.add(attention(run, label, "cancelled", run.expected() - run.collected()));
        }
        if (run.unscorable() > 0) {
            found.add(attention(run, label, "unscorable", run.unscorable()));
        }
        return found;
    }

    private static AttentionModel attention(RunView run, String label, String kind, long count) {
        return new AttentionModel(run.id().toString(), label, kind, count, run.reason());
    }
}
