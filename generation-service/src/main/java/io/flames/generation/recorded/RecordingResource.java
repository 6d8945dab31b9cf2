package io.flames.generation.recorded;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.flames.generation.problem.ProblemException;
import io.flames.generation.release.Releases;
import io.flames.generation.run.RunView;
import io.flames.generation.run.Runs;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.File;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/recordings}. */
@Path("/api/v1/recordings")
@Tag(name = "recordings")
public class RecordingResource {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private final ImportRecording importRecording;
    private final Releases releases;
    private final Runs runs;

    RecordingResource(ImportRecording importRecording, Releases releases, Runs runs) {
        this.importRecording = importRecording;
        this.releases = releases;
        this.runs = runs;
    }

    @POST
    @Consumes({"application/x-ndjson", "application/jsonl", "text/plain", "application/octet-stream"})
    @Blocking
    @Operation(
            summary = "Import answers from a file, all or nothing",
            description =
                    "One JSON object a line: prompt_id, id or prompt; response; optional sample, model, finish_reason")
    public Response importFile(
            @QueryParam("target") @Nullable String target,
            @QueryParam("release") @Nullable String release,
            @QueryParam("model") @DefaultValue("recorded") String model,
            @QueryParam("synthetic") @DefaultValue("false") boolean synthetic,
            @QueryParam("allowMissing") @DefaultValue("false") boolean allowMissing,
            @Nullable File body) {
        if (target == null || release == null) {
            throw ProblemException.invalid(
                    target == null ? "target" : "release", "the query parameters target and release are needed");
        }
        if (body == null) {
            throw ProblemException.badRequest("A file of answers is needed as the body.");
        }
        if (model.isBlank() || model.length() > 200) {
            throw ProblemException.invalid("model", "model has 1 to 200 characters");
        }
        var found = releases.byRef(release).await().atMost(TIMEOUT);
        var imported = importRecording.importFile(
                new ImportRecording.Wish(target, model, synthetic, found, body, allowMissing));
        var view = runs.show(imported.runId()).await().atMost(TIMEOUT);
        return Response.status(imported.created() ? 201 : 200)
                .entity(new Reply(
                        view, imported.read(), imported.matched(), imported.unmatchedLines(), imported.missing()))
                .build();
    }

    /** The run's view with what was found in the file. */
    public record Reply(@JsonUnwrapped RunView run, long read, long matched, List<Long> unmatchedLines, long missing) {}
}
