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
    /** Running ones stay, all but the newcomer where there are too many of them. */
    private static final String FORGET =
            """
            with stands as (
                select training_id, heard_at, training_id = ? as newcomer,
                    not ended and heard_at >= clock_timestamp() - make_interval(secs => ?) as running
                from training),
            surplus as (
                select * from stands
                order by running desc, (running and newcomer), heard_at desc, training_id
                offset ?)
            delete from training
                where training_id in (select training_id from surplus where newcomer or not running)
            returning training_id
            """;

    private final DataSource source;
    private final int kept;
    private final Duration silentAfter;

    DatabaseTrainings(DataSource source, int kept, Duration silentAfter) {
        this.source = source;
        this.kept = kept;
        this.silentAfter = silentAfter;
    }

    @Override
    public Reception put(UUID id, Snapshot snapshot) {
        return with(connection -> {
            var written = written(connection, id, snapshot);
            while (written.isEmpty()) {
                var reception = Reception.of(find(connection, id).map(Heard::snapshot), snapshot);
                if (!(reception instanceof Reception.Taken)) {
                    return reception;
                }
                // It was forgotten between the two statements.
                written = written(connection, id, snapshot);
            }
            return written.get();
        });
    }

    /** Empty where something else is kept under the id. */
    private Optional<Reception> written(Connection connection, UUID id, Snapshot snapshot) throws SQLException {
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
                    return Optional.empty();
                }
                boolean full = row.getBoolean("fresh") && forgetsItself(connection, id);
                return Optional.of(full ? new Reception.Full(kept) : new Reception.Taken());
            }
        }
    }

    /** Forgets what is too much. */
    private boolean forgetsItself(Connection connection, UUID newcomer) throws SQLException {
        try (var forget = connection.prepareStatement(FORGET)) {
            forget.setObject(1, newcomer);
            forget.setDouble(2, silentAfter.toMillis() / 1e3);
            forget.setInt(3, kept);
            boolean itself = false;
            try (var gone = forget.executeQuery()) {
                while (gone.next()) {
                    itself |= newcomer.equals(gone.getObject(1, UUID.class));
                }
            }
            return itself;
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
