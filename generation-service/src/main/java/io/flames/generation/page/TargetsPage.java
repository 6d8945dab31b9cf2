package io.flames.generation.page;

import io.flames.generation.problem.ProblemException;
import io.flames.generation.release.Release;
import io.flames.generation.release.Releases;
import io.flames.generation.run.RunView;
import io.flames.generation.run.Runs;
import io.flames.generation.target.TargetView;
import io.flames.generation.target.Targets;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** {@code /targets}: who is under test, with limits, spend and runs; and the form that starts a run. */
@Path("/targets")
@Produces(MediaType.TEXT_HTML)
public class TargetsPage {
    private static final int RECENT_RUNS = 50;

    private final Targets targets;
    private final Runs runs;
    private final Releases releases;

    TargetsPage(Targets targets, Runs runs, Releases releases) {
        this.targets = targets;
        this.runs = runs;
        this.releases = releases;
    }

    /** A line of the list. */
    public record Row(TargetView target, @Nullable RunView latestRun, long calls, long tokens) {}

    /** The templates under {@code templates/TargetsPage}. */
    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance list(List<Row> rows);

        static native TemplateInstance show(
                TargetView target, List<RunView> runs, List<Release> releases, String started, String error);

        static native TemplateInstance missing(String detail);
    }

    @GET
    @Operation(hidden = true)
    public Uni<TemplateInstance> list() {
        return Uni.combine()
                .all()
                .unis(targets.all(), runs.list(null, null, null, 1000))
                .asTuple()
                .map(found -> {
                    Map<String, List<RunView>> byTarget =
                            found.getItem2().stream().collect(Collectors.groupingBy(RunView::target));
                    return Templates.list(found.getItem1().stream()
                            .map(TargetView::of)
                            .map(target -> row(target, byTarget.getOrDefault(target.name(), List.of())))
                            .toList());
                });
    }

    @GET
    @Path("{name}")
    @Operation(hidden = true)
    public Uni<Response> show(@PathParam("name") String name, @QueryParam("started") @Nullable String started) {
        return page(name, started == null ? "" : started, "", 200)
                .onFailure(ProblemException.class)
                .recoverWithItem(e -> html(404, Templates.missing(Objects.toString(e.getMessage(), name))));
    }

    @POST
    @Path("{name}/runs")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    public Uni<Response> start(
            @PathParam("name") String name,
            @FormParam("release") @Nullable String release,
            @FormParam("samples") @Nullable String samples) {
        return runs.start(name, release == null ? "" : release, number(samples), null)
                .map(started -> Response.seeOther(URI.create("/targets/"
                                + URLEncoder.encode(name, StandardCharsets.UTF_8) + "?started=" + started.runId()))
                        .build())
                .onFailure(ProblemException.class)
                .recoverWithUni(e -> page(name, "", e.getMessage(), 422));
    }

    private Uni<Response> page(String name, String started, String error, int status) {
        return Uni.combine()
                .all()
                .unis(targets.byName(name), runs.list(name, null, null, RECENT_RUNS), releases.latestOfEachSet())
                .asTuple()
                .map(found -> html(
                        status,
                        Templates.show(
                                TargetView.of(found.getItem1()), found.getItem2(), found.getItem3(), started, error)));
    }

    private static Response html(int status, TemplateInstance page) {
        return Response.status(status)
                .entity(page)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .build();
    }

    private static Row row(TargetView target, List<RunView> runs) {
        Function<RunView, Long> tokens = run -> run.promptTokens() + run.completionTokens();
        return new Row(
                target,
                runs.isEmpty() ? null : runs.get(0),
                runs.stream().mapToLong(RunView::calls).sum(),
                runs.stream().map(tokens).mapToLong(Long::longValue).sum());
    }

    private static @Nullable Integer number(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (!text.strip().matches("\\d{1,6}")) {
            throw ProblemException.invalid("samples", "samples is a whole number from 1 to 100");
        }
        return Integer.valueOf(text.strip());
    }
}
