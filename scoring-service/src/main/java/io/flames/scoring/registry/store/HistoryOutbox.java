package io.flames.scoring.registry.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiPredicate;

/** The lines of the history that are not on {@code flames.scorers} yet. One replica at a time publishes them, in order. */
@ApplicationScoped
public class HistoryOutbox {
    private static final String ONE_AT_A_TIME = "select pg_try_advisory_xact_lock(4021994)";

    private final Db db;

    HistoryOutbox(Db db) {
        this.db = db;
    }

    /**
     * Publishes what is due, oldest first, until something cannot be published now.
     *
     * @param publish blocks until the broker has it; false when it does not have it yet
     * @return how many were published; none where another replica publishes
     */
    public int publish(BiPredicate<Entry, StoredVersion> publish) {
        return db.transaction(connection -> isOurs(connection) ? publishDue(connection, publish) : 0);
    }

    private static boolean isOurs(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement(ONE_AT_A_TIME)) {
            return VersionStore.rows(lock.executeQuery(), row -> row.getBoolean(1))
                    .get(0);
        }
    }

    private static int publishDue(Connection connection, BiPredicate<Entry, StoredVersion> publish)
            throws SQLException {
        int published = 0;
        for (Entry entry : due(connection)) {
            if (!publish.test(
                    entry, VersionStore.one(connection, entry.version()).orElseThrow())) {
                return published;
            }
            try (var update =
                    connection.prepareStatement("update scorer_history set published = true where sequence = ?")) {
                update.setLong(1, entry.sequence());
                published += update.executeUpdate();
            }
        }
        return published;
    }

    private static List<Entry> due(Connection connection) throws SQLException {
        try (var query =
                connection.prepareStatement(Rows.HISTORY + " where not published order by sequence limit 100")) {
            return VersionStore.rows(query.executeQuery(), Rows::entry);
        }
    }
}
