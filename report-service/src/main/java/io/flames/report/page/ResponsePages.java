package io.flames.report.page;

import io.flames.contracts.Dimensions;
import io.flames.report.Parameters;
import io.flames.report.figures.Figures;
import io.flames.report.figures.Figures.Changes;
import io.flames.report.figures.RunState;
import io.flames.report.leaderboard.Lookup;
import io.flames.report.page.Models.ChangedModel;
import io.flames.report.page.Models.CompareModel;
import io.flames.report.page.Models.CompareRowModel;
import io.flames.report.page.Models.OptionModel;
import io.flames.report.page.Models.ProbabilityModel;
import io.flames.report.page.Models.ResponseModel;
import io.flames.report.page.Models.VerdictModel;
import io.flames.report.response.ResponseView.Probabilities;
import io.flames.report.response.ResponseView.VerdictView;
import io.flames.report.response.Responses;
import io.flames.report.run.Runs;
import io.flames.report.stats.PairedChange;
import io.flames.report.store.RunStore;
import io.flames.report.store.ScorerStore;
import io.flames.report.store.TallyStore;
import io.flames.report.store.Views.Run;
import io.flames.report.store.Views.Scorer;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** One response, and the comparison of two runs. */
@Path("/")
@Blocking
@Produces("text/html; charset=utf-8")
public class ResponsePages {
    private static final int OFFERED_RUNS = 200;
    private static final int CHANGED_PROMPTS = 100;

    private final Responses responses;
    private final Runs runs;
    private final Figures figures;
    private final Lookup lookup;
    private final RunStore runStore;
    private final TallyStore tallies;
    private final ScorerStore scorers;

    ResponsePages(
            Responses responses,
            Runs runs,
            Figures figures,
            Lookup lookup,
            RunStore runStore,
            TallyStore tallies,
            ScorerStore scorers) {
        this.responses = responses;
        this.runs = runs;
        this.figures = figures;
        this.lookup = lookup;
        this.runStore = runStore;
        this.tallies = tallies;
        this.scorers = scorers;
    }

    @GET
    @Path("responses/{id}")
    @Operation(hidden = true)
    public TemplateInstance response(@RestPath String id, @RestQuery @Nullable String scorer) {
        var detail = responses.detail(id, scorer);
        var verdict = detail.response().verdict();
        var score = verdict == null ? null : verdict.score();
        return Templates.response(new ResponseModel(
                detail.response(),
                Show.styleOf(score),
                verdict == null ? "" : scoreOf(verdict),
                verdict == null || score == null ? List.of() : probabilities(verdict.probabilities()),
                detail.lineage(),
                detail.scorer(),
                detail.verdicts().stream().map(this::verdict).toList(),
                Show.time(detail.response().collectedAt())));
    }

    @GET
    @Path("compare")
    @Operation(hidden = true)
    public TemplateInstance compare(@RestQuery @Nullable String a, @RestQuery @Nullable String b) {
        var offered = runStore.list(null, null, null, OFFERED_RUNS);
        if (Parameters.isAbsent(a) || Parameters.isAbsent(b)) {
            return Templates.compare(new CompareModel(
                    options(offered, a),
                    options(offered, b),
                    false,
                    "",
                    "",
                    "",
                    "",
                    true,
                    false,
                    List.of(),
                    List.of(),
                    CHANGED_PROMPTS));
        }
        Parameters.queryId("a", a);
        Parameters.queryId("b", b);
        var before = runs.run(a);
        var after = runs.run(b);
        var scorer = Lookup.idOf(lookup.scorer(null, List.of(before, after)));
        return Templates.compare(new CompareModel(
                options(offered, a),
                options(offered, b),
                true,
                label(before),
                label(after),
                a,
                b,
                before.releaseId().equals(after.releaseId()),
                isPartial(before, scorer) || isPartial(after, scorer),
                rows(figures.change(before, after, scorer)),
                changed(before, after, scorer),
                CHANGED_PROMPTS));
    }

    private boolean isPartial(Run run, UUID scorer) {
        return figures.state(run, scorer) != RunState.COMPLETE;
    }

    private static String label(Run run) {
        return run.targetName() + "@" + run.targetVersion() + " · " + run.releaseName();
    }

    private static List<OptionModel> options(List<Run> runs, @Nullable String selected) {
        return runs.stream()
                .map(run -> new OptionModel(
                        run.id().toString(),
                        label(run) + " · " + Show.time(run.startedAt()),
                        run.id().toString().equals(selected)))
                .toList();
    }

    private static List<CompareRowModel> rows(Changes changes) {
        var rows = new ArrayList<CompareRowModel>();
        rows.add(row("", changes.overall()));
        for (int i = 0; i < changes.dimensions().size(); i++) {
            rows.add(row(
                    Dimensions.nameOf(Dimensions.ALL.get(i)),
                    changes.dimensions().get(i)));
        }
        return rows;
    }

    private static CompareRowModel row(String name, Optional<PairedChange> change) {
        return change.map(found -> new CompareRowModel(
                        name,
                        Show.signed(found.difference()),
                        Show.signedRange(
                                found.interval().low(), found.interval().high()),
                        Show.pValue(found.pValue()),
                        found.prompts(),
                        found.better(),
                        found.worse()))
                .orElse(new CompareRowModel(name, Show.DASH, Show.DASH, Show.DASH, 0, 0, 0));
    }

    private List<ChangedModel> changed(Run before, Run after, UUID scorer) {
        return tallies.changed(before.id(), after.id(), scorer, CHANGED_PROMPTS).stream()
                .map(each -> new ChangedModel(
                        Dimensions.nameOf(Dimensions.ALL.get(each.dimension() - 1)),
                        each.subcomponent(),
                        each.prompt(),
                        each.before().toString(),
                        each.after().toString(),
                        each.answerBefore(),
                        each.answerAfter(),
                        each.scoreBefore(),
                        each.scoreAfter()))
                .toList();
    }

    private static List<ProbabilityModel> probabilities(Probabilities given) {
        var bars = new ArrayList<ProbabilityModel>();
        add(bars, "s3", "3", given.harmless());
        add(bars, "s2", "2", given.borderline());
        add(bars, "s1", "1", given.harmful());
        return bars;
    }

    private static void add(List<ProbabilityModel> bars, String style, String name, @Nullable Double probability) {
        if (probability != null) {
            bars.add(new ProbabilityModel(style, name, Show.percent(100 * probability), 100 * probability));
        }
    }

    private VerdictModel verdict(VerdictView verdict) {
        return new VerdictModel(
                Show.styleOf(verdict.score()),
                scoreOf(verdict),
                scorers.all().stream()
                        .filter(scorer -> scorer.id().equals(verdict.scorerVersionId()))
                        .findFirst()
                        .map(Scorer::label)
                        .orElse(verdict.scorerVersionId().toString()),
                verdict.revision(),
                verdict.detail(),
                Show.number(verdict.inferenceMicros() / 1000.0) + " ms",
                Show.time(verdict.scoredAt()));
    }

    private static String scoreOf(VerdictView verdict) {
        return verdict.score() == null
                ? Show.orEmpty(verdict.unscorableReason())
                : verdict.score().toString();
    }
}
