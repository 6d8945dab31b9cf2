package io.flames.prompt.pages;

import io.flames.prompt.importing.ImportPrompts;
import io.flames.prompt.importing.ImportRejected;
import io.flames.prompt.importing.ImportReport;
import io.flames.prompt.problem.Problems;
import io.flames.prompt.promptset.Listing;
import io.flames.prompt.promptset.PromptFilter;
import io.flames.prompt.promptset.PromptSetView;
import io.flames.prompt.promptset.PromptSets;
import io.flames.prompt.promptset.PromptView;
import io.flames.prompt.promptset.Prompts;
import io.flames.prompt.release.PublishRelease;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** /prompts: the sets, one set, an import and what came of it. Forms work without JavaScript. */
@Path("/prompts")
@Produces(MediaType.TEXT_HTML)
public class PromptPages {
    private static final String NAV = "prompts";
    private static final int PROMPTS_A_PAGE = 50;
    private static final int INVALID = 422;
    private static final Duration RENDERING = Duration.ofSeconds(30);

    private final PromptSets sets;
    private final Prompts prompts;
    private final ImportPrompts imports;
    private final PublishRelease publish;

    public PromptPages(PromptSets sets, Prompts prompts, ImportPrompts imports, PublishRelease publish) {
        this.sets = sets;
        this.prompts = prompts;
        this.imports = imports;
        this.publish = publish;
    }

    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance sets(List<PromptSetView> sets);

        static native TemplateInstance set(
                PromptSetView set,
                SetMatrix matrix,
                PromptFilter filter,
                Listing<PromptView> prompts,
                @Nullable String nextUrl);

        static native TemplateInstance imported(ImportReport report, boolean rejected);
    }

    @GET
    @Operation(hidden = true)
    public Uni<Response> sets() {
        return Html.page(NAV, () -> sets.all().map(Templates::sets));
    }

    @GET
    @Path("{set}")
    @Operation(hidden = true)
    public Uni<Response> set(
            @PathParam("set") String set,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("dimension") @DefaultValue("") String dimension,
            @QueryParam("subcomponent") @DefaultValue("") String subcomponent,
            @QueryParam("attackMethod") @DefaultValue("") String attackMethod) {
        return Html.page(NAV, () -> {
            var filter = new PromptFilter(dimension, subcomponent, attackMethod);
            return sets.view(set).flatMap(view -> setPage(view, filter, after));
        });
    }

    private Uni<TemplateInstance> setPage(PromptSetView view, PromptFilter filter, String after) {
        return Uni.combine()
                .all()
                .unis(prompts.counts(view.id()), prompts.page(view.id(), filter, after, PROMPTS_A_PAGE))
                .asTuple()
                .map(parts -> Templates.set(
                        view,
                        SetMatrix.of(view.name(), parts.getItem1()),
                        filter,
                        parts.getItem2(),
                        nextUrl(view, filter, parts.getItem2().next())));
    }

    private static @Nullable String nextUrl(PromptSetView view, PromptFilter filter, @Nullable String next) {
        if (next == null) {
            return null;
        }
        var url = UriBuilder.fromPath("/prompts/{set}").queryParam("after", next);
        query(url, "dimension", filter.dimension());
        query(url, "subcomponent", filter.subcomponent());
        query(url, "attackMethod", filter.attackMethod());
        return url.build(view.name()).toString();
    }

    private static void query(UriBuilder url, String name, String value) {
        if (!value.isEmpty()) {
            url.queryParam(name, value);
        }
    }

    @POST
    @Path("import")
    @Blocking
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(hidden = true)
    public Response importFile(
            @RestForm("set") @Nullable String set,
            @RestForm("skipInvalid") @DefaultValue("false") boolean skipInvalid,
            @RestForm("file") @Nullable FileUpload file) {
        return imported(set, skipInvalid, file).await().atMost(RENDERING);
    }

    private Uni<Response> imported(@Nullable String set, boolean skipInvalid, @Nullable FileUpload file) {
        if (set == null || set.isBlank() || file == null) {
            return Html.problem(NAV, Problems.badValue("file", "a set and a file are needed"));
        }
        try (var lines = Files.newInputStream(file.uploadedFile())) {
            var options = new ImportPrompts.Options(set.strip(), skipInvalid, true);
            return Html.response(200, Templates.imported(imports.run(options, lines), false));
        } catch (ImportRejected e) {
            return Html.response(INVALID, Templates.imported(e.report(), true));
        } catch (HttpProblem e) {
            return Html.problem(NAV, e);
        } catch (IOException e) {
            return Html.problem(NAV, Problems.badValue("file", "the file could not be read, nothing was imported"));
        }
    }

    @POST
    @Path("{set}/publish")
    @Operation(hidden = true)
    public Uni<Response> publish(@PathParam("set") String set) {
        return Html.orProblem(NAV, () -> publish.publish(set).map(result -> Response.seeOther(URI.create(
                        "/releases/" + result.release().id() + "?news=" + (result.created() ? "created" : "unchanged")))
                .build()));
    }
}
