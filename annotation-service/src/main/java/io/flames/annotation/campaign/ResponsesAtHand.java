package io.flames.annotation.campaign;

import io.flames.annotation.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What a campaign could be made of. */
@ApplicationScoped
public class ResponsesAtHand {
    private static final String RUNS =
            """
            SELECT run_id, min(target_name) AS target, min(target_version) AS version, count(*) AS responses,
                   max(collected_at) AS newest
              FROM response WHERE scorable GROUP BY run_id ORDER BY newest DESC, run_id LIMIT $1""";

    private final Database database;

    ResponsesAtHand(Database database) {
        this.database = database;
    }

    /**
     * One run.
     *
     * @param responses revisions that can be labelled
     */
    public record Run(UUID id, String target, int version, long responses, Instant newest) {}

    /** Newest first. */
    public List<Run> runs(int limit) {
        return database.read(transaction -> transaction.list(
                RUNS,
                row -> new Run(
                        row.getUUID("run_id"),
                        row.getString("target"),
                        row.getInteger("version"),
                        row.getLong("responses"),
                        row.getOffsetDateTime("newest").toInstant()),
                limit));
    }
}
