package io.flames.report.response;

import io.flames.report.Parameters;
import io.flames.report.leaderboard.Leaderboard.ScorerView;
import io.flames.report.leaderboard.Leaderboards;
import io.flames.report.leaderboard.Lookup;
import io.flames.report.problem.ProblemException;
import io.flames.report.response.ResponseView.VerdictView;
import io.flames.report.run.Runs;
import io.flames.report.run.Runs.Page;
import io.flames.report.store.ResponseStore;
import io.flames.report.store.RunStore;
import io.flames.report.store.Views.ResponseFilter;
import io.flames.report.store.Views.Run;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists a run's responses and tells of one. Waits for the database. */
@ApplicationScoped
public class Responses {
    private final RunStore runStore;
    private final ResponseStore responses;
    private final Runs runs;
    private final Lookup lookup;

    Responses(RunStore runStore, ResponseStore responses, Runs runs, Lookup lookup) {
        this.runStore = runStore;
        this.responses = responses;
        this.runs = runs;
        this.lookup = lookup;
    }

    /**
     * A response with its lineage.
     *
     * @param run null while RunStarted has not arrived
     * @param scorer who gave the verdict, null when there is none
     * @param verdicts of every scorer on every revision
     */
    public record Detail(
            ResponseView response, Lineage lineage, @Nullable ScorerView scorer, List<VerdictView> verdicts) {}

    /** From the response back to everything it came from, each with its digest. */
    public record Lineage(
            UUID runId,
            @Nullable String release,
            UUID releaseId,
            @Nullable String releaseDigest,
            UUID promptId,
            String target,
            int targetVersion,
            UUID targetVersionId,
            @Nullable String targetDigest,
            @Nullable String model,
            @Nullable String endpoint,
            @Nullable String parameters,
            boolean synthetic) {}

    public Page<ResponseView> ofRun(
            String runId, @Nullable String scorer, ResponseFilter filter, @Nullable String after, int limit) {
        var run = runs.run(runId);
        var lines =
                responses.ofRun(run.id(), runs.judge(run, scorer), filter, ResponseFilters.cursor(after), limit + 1);
        var next = lines.size() > limit ? ResponseFilters.text(ResponseFilters.cursorOf(lines.get(limit - 1))) : null;
        return new Page<>(lines.stream().limit(limit).map(ResponseView::of).toList(), next);
    }

    public Detail detail(String id, @Nullable String scorer) {
        var responseId = Parameters.pathId("response", id);
        var promoted = lookup.scorer(scorer);
        var found = responses
                .response(responseId, Lookup.idOf(promoted))
                .orElseThrow(() -> ProblemException.notFound("there is no response " + id));
        var run = runStore.byId(found.runId());
        var judge = run.isEmpty() ? promoted : lookup.scorer(scorer, run.get());
        var line = judge.equals(promoted)
                ? found
                : responses.response(responseId, Lookup.idOf(judge)).orElse(found);
        var lineage = new Lineage(
                line.runId(),
                run.map(Run::releaseName).orElse(null),
                line.releaseId(),
                run.map(Run::releaseDigest).orElse(null),
                line.promptId(),
                line.targetName(),
                line.targetVersion(),
                line.targetVersionId(),
                run.map(Run::targetDigest).orElse(null),
                run.map(Run::model).orElse(null),
                run.map(Run::endpoint).orElse(null),
                run.map(Run::parameters).orElse(null),
                line.synthetic());
        return new Detail(
                ResponseView.of(line),
                lineage,
                line.verdict() == null ? null : judge.map(Leaderboards::view).orElse(null),
                responses.verdicts(responseId).stream().map(VerdictView::of).toList());
    }
}
