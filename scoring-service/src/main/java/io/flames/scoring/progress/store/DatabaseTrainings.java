package io.flames.scoring.progress.store;

import io.flames.scoring.progress.Reception;
import io.flames.scoring.progress.Snapshot;
import io.flames.scoring.progress.SnapshotJson;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The table {@code training}. Each statement is a transaction: two replicas that are told at once keep the newer snapshot. */
final class DatabaseTrainings implements TrainingStore {
    private static final String COLUMNS =
            """
            select training_id, snapshot, started_at, heard_at, extract(epoch from clock_timestamp() - heard_at) as silence
            from training
            """;
    private static final String PUT =
            """
            insert into training (training_id, sequence, name, mode, data_digest, ended, started_at, snapshot)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (training_id) do update
                set sequence = excluded.sequence, ended = excluded.ended, snapshot = excluded.snapshot,
                    heard_at = clock_timestamp()
                where training.sequence < excluded.sequence and training.name = excluded.name
                    and training.mode = excluded.mode and training.data_digest = excluded.data_digest
            returning xmax = 0 as fresh
            """;
    private static final String FORGET =
            """
            delete from training where training_id in
                (select training_id from training order by heard_at desc, training_id offset ?)
            """;

    private final DataSource source;
    private final int kept;

    DatabaseTrainings(DataSource source, int kept) {
        this.source = source;
        this.kept = kept;
    }

    @Override
    public Reception put(UUID id, Snapshot snapshot) {
        return with(connection -> {
            while (!taken(connection, id, snapshot)) {
                var reception = Reception.of(find(connection, id).map(Heard::snapshot), snapshot);
                if (!(reception instanceof Reception.Taken)) {
                    return reception;
                }
                // It was forgotten between the two statements.
            }
            return new Reception.Taken();
        });
    }

    private boolean taken(Connection connection, UUID id, Snapshot snapshot) throws SQLException {
        try (var put = connection.prepareStatement(PUT)) {
            put.setObject(1, id);
            put.setLong(2, snapshot.sequence());
            put.setString(3, snapshot.name());
            put.setString(4, snapshot.mode());
            put.setString(5, snapshot.dataDigest());
            put.setBoolean(6, snapshot.phase().ended());
            put.setTimestamp(7, Timestamp.from(snapshot.startedAt()));
            put.setString(8, SnapshotJson.write(snapshot));
            try (var row = put.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                if (row.getBoolean("fresh")) {
                    forget(connection);
                }
                return true;
            }
        }
    }

    private void forget(Connection connection) throws SQLException {
        try (var forget = connection.prepareStatement(FORGET)) {
            forget.setInt(1, kept);
            forget.executeUpdate();
        }
    }

    @Override
    public Optional<Heard> find(UUID id) {
        return with(connection -> find(connection, id));
    }

    private static Optional<Heard> find(Connection connection, UUID id) throws SQLException {
        try (var query = connection.prepareStatement(COLUMNS + " where training_id = ?")) {
            query.setObject(1, id);
            return rows(query).stream().findFirst();
        }
    }

    @Override
    public List<Heard> newest(int most) {
        return with(connection -> {
            try (var query = connection.prepareStatement(COLUMNS + " order by started_at desc, training_id limit ?")) {
                query.setInt(1, most);
                return rows(query);
            }
        });
    }

    @Override
    public List<Heard> running(Duration within, int most) {
        return with(connection -> {
            try (var query = connection.prepareStatement(COLUMNS
                    + " where not ended and heard_at > clock_timestamp() - make_interval(secs => ?)"
                    + " order by heard_at desc limit ?")) {
                query.setDouble(1, within.toSeconds());
                query.setInt(2, most);
                return rows(query);
            }
        });
    }

    private static List<Heard> rows(PreparedStatement query) throws SQLException {
        try (var found = query.executeQuery()) {
            var rows = new ArrayList<Heard>();
            while (found.next()) {
                rows.add(heard(found));
            }
            return rows;
        }
    }

    private static Heard heard(ResultSet row) throws SQLException {
        return new Heard(
                row.getObject("training_id", UUID.class),
                SnapshotJson.read(row.getString("snapshot").getBytes(StandardCharsets.UTF_8)),
                time(row, "started_at"),
                time(row, "heard_at"),
                Duration.ofMillis((long) (1000 * Math.max(0, row.getDouble("silence")))));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    private <T> T with(Work<T> work) {
        try (var connection = source.getConnection()) {
            return work.on(connection);
        } catch (SQLException fault) {
            throw new TrainingsAwayException(fault);
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
