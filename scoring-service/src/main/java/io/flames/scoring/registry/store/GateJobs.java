package io.flames.scoring.registry.store;

import io.flames.scoring.registry.state.RefusedTransitionException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The table {@code gate_job}. A job whose replica has not touched it for a while has failed: the replica is gone, and with it
 * the data. All methods block, and throw {@link RegistryAwayException} when the database does not do what it should.
 */
@ApplicationScoped
public class GateJobs {
    private static final String JOBS =
            """
            select gate_job_id, scorer_version_id, gate_job.name, version, state, done, total, gate, reason, started_by,
                started_at, finished_at
            from gate_job join scorer_version using (scorer_version_id)
            """;
    private static final String ADD =
            """
            insert into gate_job (gate_job_id, scorer_version_id, name, total, started_by) values (?, ?, ?, ?, ?)
            on conflict (name) where state = 'running' do nothing
            """;
    private static final String FAIL_ABANDONED =
            """
            update gate_job set state = 'failed', finished_at = now(),
                reason = 'the replica that scored the items went away, and the data with it, which is not kept; nothing was changed:'
                    || ' start the promotion again with the same data'
            where state = 'running' and touched_at < now() - interval '30 seconds'
            """;
    private static final String END =
            """
            update gate_job set state = ?, gate = ?, reason = ?, finished_at = now()
            where gate_job_id = ? and state = 'running'
            """;

    private final Db db;

    GateJobs(Db db) {
        this.db = db;
    }

    /** @throws RefusedTransitionException when a version of the scorer is at the gate of some replica */
    public void requireNone(String name) {
        if (newest(name, 1).stream().anyMatch(job -> job.state().equals("running"))) {
            throw busy(name);
        }
    }

    private static RefusedTransitionException busy(String name) {
        return new RefusedTransitionException("another version of " + name
                + " is at the gate; wait for it, or cancel it: /api/v1/scorers/" + name + "/promotions");
    }

    /** @throws RefusedTransitionException when a version of the same scorer is at the gate of some replica */
    public GateJob start(StoredVersion version, int total, String by) {
        return db.transaction(connection -> {
            failAbandoned(connection);
            var id = UUID.randomUUID();
            var name = version.identity().name();
            try (var insert = connection.prepareStatement(ADD)) {
                insert.setObject(1, id);
                insert.setObject(2, version.id());
                insert.setString(3, name);
                insert.setInt(4, total);
                insert.setString(5, by);
                if (insert.executeUpdate() == 0) {
                    throw busy(name);
                }
            }
            return one(connection, id).orElseThrow();
        });
    }

    /** @return whether it still runs: somebody may have cancelled it */
    public boolean progress(UUID id, int done) {
        return update(
                "update gate_job set done = greatest(done, ?), touched_at = now()"
                        + " where gate_job_id = ? and state = 'running'",
                s -> {
                    s.setInt(1, done);
                    s.setObject(2, id);
                });
    }

    /** @return whether it was cancelled; not one that ended, or that is being decided */
    public boolean cancel(UUID id) {
        return update(
                "update gate_job set state = 'cancelled', finished_at = now()"
                        + " where gate_job_id = ? and state = 'running' and done < total",
                s -> s.setObject(1, id));
    }

    /** Of one that ended already nothing changes. */
    public void failed(UUID id, String reason) {
        db.transaction(connection -> end(connection, id, "failed", "", reason));
    }

    /**
     * Ends a job in the transaction that does what follows from it.
     *
     * @param gate what was measured, JSON
     * @throws RefusedTransitionException when it ended already, so that nothing may follow
     */
    static void measured(Connection connection, UUID id, boolean passed, String gate) throws SQLException {
        if (!end(connection, id, passed ? "passed" : "refused", gate, "")) {
            throw one(connection, id).orElseThrow().overEarly();
        }
    }

    private static boolean end(Connection connection, UUID id, String state, String gate, String reason)
            throws SQLException {
        try (var update = connection.prepareStatement(END)) {
            update.setString(1, state);
            update.setString(2, gate);
            update.setString(3, reason);
            update.setObject(4, id);
            return update.executeUpdate() > 0;
        }
    }

    public Optional<GateJob> find(UUID id) {
        return db.transaction(connection -> {
            failAbandoned(connection);
            return one(connection, id);
        });
    }

    /** Of a scorer, newest first. */
    public List<GateJob> newest(String name, int most) {
        return db.transaction(connection -> {
            failAbandoned(connection);
            try (var query =
                    connection.prepareStatement(JOBS + " where gate_job.name = ? order by started_at desc limit ?")) {
                query.setString(1, name);
                query.setInt(2, most);
                return VersionStore.rows(query.executeQuery(), GateJobs::job);
            }
        });
    }

    private static void failAbandoned(Connection connection) throws SQLException {
        try (var update = connection.prepareStatement(FAIL_ABANDONED)) {
            update.executeUpdate();
        }
    }

    private static Optional<GateJob> one(Connection connection, UUID id) throws SQLException {
        try (var query = connection.prepareStatement(JOBS + " where gate_job_id = ?")) {
            query.setObject(1, id);
            return VersionStore.rows(query.executeQuery(), GateJobs::job).stream()
                    .findFirst();
        }
    }

    private boolean update(String sql, Parameters parameters) {
        return db.transaction(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                parameters.set(statement);
                return statement.executeUpdate() > 0;
            }
        });
    }

    private static GateJob job(ResultSet row) throws SQLException {
        return new GateJob(
                row.getObject("gate_job_id", UUID.class),
                row.getObject("scorer_version_id", UUID.class),
                row.getString("name"),
                row.getInt("version"),
                row.getString("state"),
                row.getInt("done"),
                row.getInt("total"),
                row.getString("gate"),
                row.getString("reason"),
                row.getString("started_by"),
                row.getTimestamp("started_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("finished_at")).map(Timestamp::toInstant));
    }

    @FunctionalInterface
    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }
}
