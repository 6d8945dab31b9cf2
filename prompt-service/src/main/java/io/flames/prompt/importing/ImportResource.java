package io.flames.prompt.importing;

import io.flames.prompt.problem.Problems;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** The door for files: the body is read as it comes and never held whole. */
@Path("/api/v1/sets/{set}/imports")
@Tag(name = "Prompt sets")
public class ImportResource {
    /** JSON, one value a line. */
    public static final String NDJSON = "application/x-ndjson";

    private static final Logger LOG = Logger.getLogger(ImportResource.class);

    private final ImportPrompts imports;

    public ImportResource(ImportPrompts imports) {
        this.imports = imports;
    }

    @POST
    @Blocking
    @Consumes({NDJSON, "application/jsonl"})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "importPrompts",
            summary = "Import JSON lines into a set",
            description = "All or nothing, unless skipInvalid. Fields: dimension, subcomponent, prompt; optional"
                    + " attack_method, id, language.")
    @APIResponse(responseCode = "200", description = "What was imported, and which lines were duplicates")
    @APIResponse(responseCode = "422", description = "Lines are invalid; nothing was imported")
    public ImportReport importPrompts(
            @Parameter(description = "Name or id") @PathParam("set") String set,
            @QueryParam("skipInvalid") @DefaultValue("false") boolean skipInvalid,
            @QueryParam("createSet") @DefaultValue("false") boolean createSet,
            @Parameter(description = "Name of the file, for messages") @QueryParam("file") @DefaultValue("")
                    String file,
            InputStream body) {
        try {
            return imports.run(new ImportPrompts.Options(set, skipInvalid, createSet), body);
        } catch (ImportRejected e) {
            String prefix = file.isBlank() ? "" : Quoted.bare(file) + ": ";
            ImportReport report = e.report();
            throw Problems.invalidLines(prefix + e.getMessage(), report.read(), report.invalid(), report.errors());
        } catch (IOException e) {
            LOG.debug("Import broke off", e);
            throw Problems.badValue("body", "the body broke off before its end, nothing was imported");
        }
    }
}
