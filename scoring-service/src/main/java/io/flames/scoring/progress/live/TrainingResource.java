package io.flames.scoring.progress.live;

import io.flames.scoring.progress.Reception;
import io.flames.scoring.progress.Reception.Full;
import io.flames.scoring.progress.Reception.OfAnother;
import io.flames.scoring.progress.Reception.Older;
import io.flames.scoring.progress.Snapshot;
import io.flames.scoring.progress.SnapshotJson;
import io.flames.scoring.progress.store.TrainingsAwayException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** How far trainings are: they say it, and everyone may read it. */
@Path("/api/v1/trainings")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class TrainingResource {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final long RETRY_SECONDS = 5;
    private static final long RETRY_FULL_SECONDS = 30;

    private final Trainings trainings;

    TrainingResource(Trainings trainings) {
        this.trainings = trainings;
    }

    @GET
    @Operation(summary = "Trainings that were heard of, newest start first")
    public TrainingList list() {
        return answered(() -> new TrainingList(trainings.newest(), null));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One training: phase, epoch, loss, validations")
    public TrainingView one(String id) {
        return answered(() -> find(id(id)));
    }

    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "A training says how far it is",
            description =
                    "Body: all that is known of it, see the README. The same sequence again changes nothing. 409 when the"
                            + " sequence is lower than that which is kept, or the id is of a training with another name,"
                            + " mode or data; 413 over 64 KiB; 429 when the id is new and as many as are kept are running.")
    public TrainingView put(String id, InputStream body) {
        return answered(() -> {
            var training = id(id);
            var snapshot = SnapshotJson.read(bounded(body));
            refuseUnlessTaken(trainings.heard(training, snapshot), snapshot);
            return find(training);
        });
    }

    private static void refuseUnlessTaken(Reception reception, Snapshot snapshot) {
        if (reception instanceof Older older) {
            throw HttpProblem.builder()
                    .withTitle("Conflict")
                    .withStatus(Response.Status.CONFLICT)
                    .withDetail("sequence: " + snapshot.sequence() + " is lower than " + older.newest()
                            + ", which is kept; expected more than that")
                    .with("sequence", older.newest())
                    .build();
        }
        if (reception instanceof Full full) {
            throw HttpProblem.builder()
                    .withTitle("Too Many Requests")
                    .withStatus(Response.Status.TOO_MANY_REQUESTS)
                    .withHeader("Retry-After", RETRY_FULL_SECONDS)
                    .withDetail("the id is new, and " + full.running()
                            + " trainings are running already, which is as many as are kept"
                            + " (flames.scoring.trainings.kept): try again when one has ended or fallen silent")
                    .build();
        }
        if (reception instanceof OfAnother other) {
            throw new ClientErrorException(
                    "the id is of a training of " + other.label()
                            + ": expected the same name, mode and dataDigest, or another id",
                    Response.Status.CONFLICT);
        }
    }

    private TrainingView find(UUID id) {
        return trainings
                .find(id)
                .orElseThrow(() -> new NotFoundException("no training " + id + "; see GET /api/v1/trainings"));
    }

    static UUID id(String text) {
        var small = text.toLowerCase(Locale.ROOT);
        if (!ID.matcher(small).matches()) {
            throw new IllegalArgumentException("the id in the path: expected a UUID");
        }
        return UUID.fromString(small);
    }

    private static byte[] bounded(InputStream body) {
        try {
            var bytes = body.readNBytes(SnapshotJson.MOST_BYTES + 1);
            if (bytes.length > SnapshotJson.MOST_BYTES) {
                throw new ClientErrorException(
                        "the body: expected at most " + SnapshotJson.MOST_BYTES + " bytes",
                        Response.Status.REQUEST_ENTITY_TOO_LARGE);
            }
            return bytes;
        } catch (IOException e) {
            throw new BadRequestException("the body broke off", e);
        }
    }

    private static <T> T answered(Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException wrong) {
            throw new BadRequestException(wrong.getMessage(), wrong);
        } catch (TrainingsAwayException away) {
            throw new ServiceUnavailableException("the database of trainings is away", RETRY_SECONDS, away);
        }
    }

    /** @param next null: all are here */
    public record TrainingList(List<TrainingView> items, @Nullable String next) {}
}
