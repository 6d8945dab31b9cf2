package io.flames.annotation.transfer;

import io.flames.annotation.campaign.CampaignList;
import io.flames.annotation.exchange.Argilla;
import io.flames.annotation.exchange.ArgillaSettings;
import io.flames.annotation.exchange.HistoryLines;
import io.flames.annotation.exchange.LabelStudio;
import io.flames.annotation.exchange.LabelStudioConfig;
import io.flames.annotation.guideline.Guidelines;
import io.flames.annotation.guideline.Language;
import io.flames.annotation.label.ImportedLabels.Taken;
import io.flames.annotation.problem.Parameters;
import io.flames.annotation.problem.ProblemException;
import io.flames.annotation.who.Role;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/campaigns/{id}/export}, {@code .../settings} and {@code .../import}: for leads. */
@Path("/api/v1/campaigns/{id}")
@Tag(name = "exchange")
@RolesAllowed(Role.LEAD_NAME)
public class TransferResource {
    private final CampaignList campaigns;
    private final Exports exports;
    private final Imports imports;
    private final Guidelines guidelines;

    TransferResource(CampaignList campaigns, Exports exports, Imports imports, Guidelines guidelines) {
        this.campaigns = campaigns;
        this.exports = exports;
        this.imports = imports;
        this.guidelines = guidelines;
    }

    @GET
    @Path("export")
    @Operation(
            summary =
                    "Items for another tool (labels=none: those that nobody labelled; with: all, with their labels), or"
                            + " as JSON lines with full history")
    public Response export(
            @PathParam("id") String id,
            @QueryParam("format") @Nullable String format,
            @QueryParam("dimension") @Nullable String dimension,
            @QueryParam("labels") @DefaultValue("none") String labels) {
        var campaign = campaign(id);
        var asked = Format.of(format);
        var only = dimension(dimension);
        boolean unlabelled = unlabelled(labels);
        StreamingOutput body = out -> {
            switch (asked) {
                case LABEL_STUDIO -> LabelStudio.write(exports.tasks(campaign, only, unlabelled), out);
                case ARGILLA -> Argilla.write(exports.tasks(campaign, only, unlabelled), out);
                case JSONL -> HistoryLines.write(exports.history(campaign, only), out);
            }
        };
        return Response.ok(body, asked.mediaType()).build();
    }

    @GET
    @Path("settings")
    @Operation(summary = "What the other tool is set up with: one project or dataset a dimension")
    public Response settings(
            @PathParam("id") String id,
            @QueryParam("format") @Nullable String format,
            @QueryParam("dimension") @Nullable String dimension,
            @QueryParam("language") @DefaultValue("zh") String language) {
        campaign(id);
        var asked = dimension(dimension)
                .orElseThrow(() -> ProblemException.invalid("dimension", "one dimension is needed"));
        var tongue = Language.byTag(language)
                .orElseThrow(() -> ProblemException.invalid("language", "language is zh or en"));
        var guideline = guidelines.find(asked, guidelines.newest(asked), tongue).orElseThrow();
        return switch (Format.of(format)) {
            case LABEL_STUDIO ->
                Response.ok(LabelStudioConfig.of(guideline), MediaType.APPLICATION_XML)
                        .build();
            case ARGILLA ->
                Response.ok(ArgillaSettings.of(guideline), MediaType.APPLICATION_JSON)
                        .build();
            case JSONL -> throw ProblemException.invalid("format", "jsonl needs no settings");
        };
    }

    @POST
    @Path("import")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Labels from elsewhere, as blind labels of open items; all or none")
    public Taken importLabels(
            @PathParam("id") String id, @QueryParam("format") @Nullable String format, @Nullable InputStream body) {
        var campaign = campaign(id);
        return imports.take(campaign, Format.of(format), body == null ? InputStream.nullInputStream() : body);
    }

    private UUID campaign(String id) {
        return campaigns.show(Parameters.uuid("id", id)).id();
    }

    private static Optional<Dimension> dimension(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Dimensions.byName(name)
                .or(() -> Dimensions.bySlug(name))
                .orElseThrow(() ->
                        ProblemException.invalid("dimension", "dimension is one of " + Dimensions.allowedNames())));
    }

    private static boolean unlabelled(String labels) {
        return switch (labels) {
            case "none" -> true;
            case "with" -> false;
            default -> throw ProblemException.invalid("labels", "labels is none or with");
        };
    }
}
