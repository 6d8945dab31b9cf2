package io.flames.generation.run;

import io.flames.contracts.Ids;
import io.flames.generation.problem.ProblemException;
import io.flames.generation.release.Release;
import io.flames.generation.release.Releases;
import io.flames.generation.target.Target;
import io.flames.generation.target.TargetKind;
import io.flames.generation.target.TargetVersion;
import io.flames.generation.target.Targets;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Starts runs by hand and shows runs. */
@ApplicationScoped
public class Runs {
    private static final String SELECT =
            """
            SELECT r.*, t.name AS target_name, v.number AS version_number,
                   l.set_name || '@' || l.number AS release_name,
                   (SELECT count(*) FROM task k
                     WHERE k.target_id = r.target_id AND k.run_id = r.id AND k.state = 1) AS in_flight
              FROM run r
              JOIN target t ON t.id = r.target_id
              JOIN target_version v ON v.id = r.target_version_id
              JOIN release l ON l.id = r.release_id
            """;

    private final Pool database;
    private final Targets targets;
    private final Releases releases;
    private final StartRun startRun;

    Runs(Pool database, Targets targets, Releases releases, StartRun startRun) {
        this.database = database;
        this.targets = targets;
        this.releases = releases;
        this.startRun = startRun;
    }

    /**
     * Starts a run by hand.
     *
     * @param targetRef {@code name} or {@code name@version}
     * @param releaseRef id, {@code set@number} or {@code set}
     * @param samples a prompt, 1 to 100; null for the target's own
     * @param idempotencyKey the same key gives the same run; null for none
     */
    public Uni<StartRun.Started> start(
            String targetRef, String releaseRef, @Nullable Integer samples, @Nullable String idempotencyKey) {
        if (samples != null && (samples < 1 || samples > 100)) {
            throw ProblemException.invalid("samples", "samples is a whole number from 1 to 100");
        }
        if (idempotencyKey != null && (idempotencyKey.isBlank() || idempotencyKey.length() > 200)) {
            throw ProblemException.invalid("Idempotency-Key", "an idempotency key has 1 to 200 characters");
        }
        int at = targetRef.lastIndexOf('@');
        var name = at < 0 ? targetRef : targetRef.substring(0, at);
        return targets.byName(name).flatMap(target -> releases.byRef(releaseRef)
                .flatMap(release -> start(target, versionOf(target, targetRef, at), release, samples, idempotencyKey)));
    }

    private Uni<StartRun.Started> start(
            Target target,
            TargetVersion version,
            Release release,
            @Nullable Integer samples,
            @Nullable String idempotencyKey) {
        if (target.kind() == TargetKind.RECORDED) {
            throw ProblemException.conflict("The target \"%s\" is a recording; import its file for the release instead."
                    .formatted(target.name()));
        }
        requireKey(target);
        return startRun.start(new StartRun.Wish(
                Ids.random(),
                target,
                version,
                release,
                samples == null ? target.settings().samples() : samples,
                RunTriggerName.MANUAL,
                idempotencyKey));
    }

    private static void requireKey(Target target) {
        var variable = target.settings().apiKeyEnv();
        var value = variable == null ? "none needed" : System.getenv(variable);
        if (value == null || value.isBlank()) {
            throw ProblemException.invalid(
                    "apiKeyEnv", "the environment variable %s is not set in generation-service".formatted(variable));
        }
    }

    private static TargetVersion versionOf(Target target, String ref, int at) {
        if (at < 0) {
            return target.latest();
        }
        var number = ref.substring(at + 1);
        return target.versions().stream()
                .filter(version -> Integer.toString(version.number()).equals(number))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("The target \"%s\" has no version %s, its latest is %d."
                        .formatted(target.name(), number, target.latest().number())));
    }

    /** Fails with a 404 problem when there is none. */
    public Uni<RunView> show(UUID runId) {
        return database.preparedQuery(SELECT + " WHERE r.id = $1")
                .execute(Tuple.of(runId))
                .map(rows -> {
                    if (!rows.iterator().hasNext()) {
                        throw ProblemException.notFound("There is no run %s.".formatted(runId));
                    }
                    return view(rows.iterator().next());
                });
    }

    /** Newest first. Null means any; a release that is not known is a 404 problem. */
    public Uni<List<RunView>> list(
            @Nullable String target, @Nullable String release, @Nullable RunState state, int limit) {
        return release == null
                ? select(target, null, state, limit)
                : releases.known(release).chain(() -> select(target, release, state, limit));
    }

    private Uni<List<RunView>> select(
            @Nullable String target, @Nullable String release, @Nullable RunState state, int limit) {
        return database.preparedQuery(
                        SELECT
                                + """
                         WHERE ($1::text IS NULL OR t.name = $1)
                           AND ($2::text IS NULL OR l.set_name || '@' || l.number = $2 OR l.id::text = $2
                                OR l.set_name = $2)
                           AND ($3::text IS NULL OR r.state = $3)
                         ORDER BY r.started_at DESC, r.id LIMIT $4""")
                .execute(Tuple.of(target, release, state == null ? null : state.name(), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Runs::view)
                        .toList());
    }

    private static RunView view(Row row) {
        long expected = row.getLong("expected");
        long remaining = row.getLong("remaining");
        long inFlight = row.getLong("in_flight");
        var finishedAt = row.getOffsetDateTime("finished_at");
        return new RunView(
                row.getUUID("id"),
                row.getString("target_name"),
                row.getInteger("version_number"),
                row.getUUID("target_version_id"),
                row.getString("release_name"),
                row.getUUID("release_id"),
                row.getString("state"),
                row.getString("trigger"),
                row.getInteger("samples"),
                expected,
                expected - remaining,
                counts(row),
                Math.max(0, remaining - inFlight),
                inFlight,
                row.getLong("calls"),
                row.getLong("prompt_tokens"),
                row.getLong("completion_tokens"),
                row.getOffsetDateTime("started_at").toInstant(),
                finishedAt == null ? null : finishedAt.toInstant(),
                row.getString("reason"));
    }

    private static Map<String, Long> counts(Row row) {
        var counts = new LinkedHashMap<String, Long>();
        for (var outcome : List.of("answered", "filtered_input", "filtered_output", "truncated", "empty", "error")) {
            counts.put(outcome, row.getLong(outcome));
        }
        return counts;
    }
}
