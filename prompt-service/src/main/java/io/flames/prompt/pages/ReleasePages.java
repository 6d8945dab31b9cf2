package io.flames.prompt.pages;

import io.flames.prompt.problem.Problems;
import io.flames.prompt.release.ReleaseDiff;
import io.flames.prompt.release.ReleaseLine;
import io.flames.prompt.release.ReleaseView;
import io.flames.prompt.release.Releases;
import io.flames.prompt.taxonomy.Subcomponent;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** /releases: what was published, and the difference between two. */
@Path("/releases")
@Produces(MediaType.TEXT_HTML)
public class ReleasePages {
    private static final String NAV = "releases";
    private static final int RELEASES = 200;
    private static final int PROMPTS_A_PAGE = 50;
    private static final int DIFF_LISTED = 200;

    private final Releases releases;

    public ReleasePages(Releases releases) {
        this.releases = releases;
    }

    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance releases(List<ReleaseView> releases, String set);

        static native TemplateInstance release(
                ReleaseView release, List<SubcomponentRow> rows, List<ReleaseLine> prompts, int next, String news);

        static native TemplateInstance diff(ReleaseDiff diff);
    }

    @GET
    @Operation(hidden = true)
    public Uni<Response> releases(@QueryParam("set") @DefaultValue("") String set) {
        return Html.page(NAV, () -> releases.newest(set, RELEASES).map(found -> Templates.releases(found, set)));
    }

    @GET
    @Path("{ref}")
    @Operation(hidden = true)
    public Uni<Response> release(
            @PathParam("ref") String ref,
            @QueryParam("from") @DefaultValue("0") int from,
            @QueryParam("news") @DefaultValue("") String news) {
        return Html.page(NAV, () -> releases.view(ref).flatMap(view -> releasePage(view, Math.max(0, from), news)));
    }

    @GET
    @Path("diff")
    @Operation(hidden = true)
    public Uni<Response> diff(
            @QueryParam("a") @DefaultValue("") String a, @QueryParam("b") @DefaultValue("") String b) {
        return Html.page(NAV, () -> {
            if (a.isEmpty() || b.isEmpty()) {
                throw Problems.badValue("a", "choose two releases, a and b");
            }
            return releases.diff(a, b, DIFF_LISTED).map(Templates::diff);
        });
    }

    private Uni<TemplateInstance> releasePage(ReleaseView view, int from, String news) {
        return Uni.combine()
                .all()
                .unis(releases.subcomponents(view.id()), releases.page(view.id(), from, PROMPTS_A_PAGE))
                .asTuple()
                .map(parts -> Templates.release(
                        view,
                        rows(parts.getItem1()),
                        parts.getItem2(),
                        from + PROMPTS_A_PAGE < view.promptCount() ? from + PROMPTS_A_PAGE : 0,
                        news));
    }

    private static List<SubcomponentRow> rows(Map<String, Integer> counts) {
        return Arrays.stream(Subcomponent.values())
                .map(s -> new SubcomponentRow(
                        s.dimensionName(), s.label(), List.of(), counts.getOrDefault(s.label(), 0), ""))
                .toList();
    }
}
