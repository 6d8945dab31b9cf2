package io.flames.scoring.registry.store;

import io.flames.scoring.registry.state.Happening;
import io.flames.scoring.registry.state.Ledger;
import io.flames.scoring.registry.state.VersionState;
import io.flames.scoring.scorer.ScorerIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The tables {@code scorer_version}, {@code scorer_version_file} and {@code scorer_history}. All methods block, and throw
 * {@link RegistryAwayException} when the database does not do what it should.
 */
@ApplicationScoped
public class VersionStore {
    private static final String VERSIONS =
            """
            select name, version, digest, kind, model_card, configured, registered_by, registered_at
            from scorer_version
            """;
    private static final String ADD_VERSION =
            """
            insert into scorer_version
                (scorer_version_id, name, version, digest, kind, model_card, configured, registered_by)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (scorer_version_id) do nothing
            """;
    private static final String ADD_ENTRY =
            """
            insert into scorer_history
                (scorer_version_id, what, reason, history, previous_id, gate, done_by, published)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final Db db;
    private final FileStore files;

    VersionStore(Db db, FileStore files) {
        this.db = db;
        this.files = files;
    }

    /** In the order of names and numbers. */
    public List<StoredVersion> versions() {
        return db.read(connection -> versions(connection, VERSIONS + " order by name, version, registered_at"));
    }

    /** Oldest first. */
    public List<Entry> history() {
        return db.read(VersionStore::history);
    }

    /** Versions with a file of this name and content, in the order of names and numbers. */
    public List<StoredVersion> withFile(String name, String sha256) {
        return db.read(connection -> {
            try (var query = connection.prepareStatement(VERSIONS
                    + " where scorer_version_id in"
                    + " (select scorer_version_id from scorer_version_file where name = ? and sha256 = ?)"
                    + " order by name, version")) {
                query.setString(1, name);
                query.setString(2, sha256);
                return rows(query.executeQuery(), Rows::version);
            }
        });
    }

    public List<StoredFile> filesOf(UUID version) {
        return db.read(connection -> {
            try (var query = connection.prepareStatement(
                    "select name, sha256, bytes from scorer_version_file where scorer_version_id = ? order by name")) {
                query.setObject(1, version);
                return rows(
                        query.executeQuery(),
                        row -> new StoredFile(row.getString(1), row.getString(2), row.getLong(3)));
            }
        });
    }

    /**
     * Adds a version with its files, under the next number of its name.
     *
     * @param digest of the scorer that the files make
     * @param content where a file lies, by its digest
     * @return what is known now: a version of the same name and digest stays as it is
     */
    public StoredVersion register(
            String name,
            String digest,
            String kind,
            String card,
            String by,
            List<StoredFile> parts,
            Function<StoredFile, Path> content) {
        // The chunks need no lock: they are found by what is in them.
        parts.forEach(file -> files.write(file, content.apply(file)));
        return db.write(connection -> {
            var id = new ScorerIdentity(name, 1, digest).id();
            var known = one(connection, id);
            boolean again = known.isPresent() && isDiscarded(connection, id);
            if (known.isPresent() && !known.get().configured() && !again) {
                return known.get();
            }
            var identity = new ScorerIdentity(
                    name, known.map(v -> v.identity().version()).orElse(next(connection, name)), digest);
            if (again) {
                append(connection, new Happening.Registered(id), Optional.empty(), "", by);
            } else if (known.isPresent()) {
                keepFilesOf(connection, id);
            } else {
                add(connection, identity, kind, card, false, by);
                append(connection, new Happening.Registered(id), Optional.empty(), "", by);
            }
            for (StoredFile file : parts) {
                addFile(connection, id, file);
                // Another version with the same content may have been discarded since.
                FileStore.write(connection, file, content.apply(file));
            }
            return one(connection, id).orElseThrow();
        });
    }

    /** Makes a version of the configuration known. */
    public void adopt(ScorerIdentity identity, String kind, String card) {
        db.write(connection -> {
            if (add(connection, identity, kind, card, true, "configuration")) {
                append(connection, new Happening.Registered(identity.id()), Optional.empty(), "", "configuration");
            }
            return identity;
        });
    }

    /**
     * Decides on the newest history and writes the decision down, under the lock.
     *
     * @param decision empty: nothing happens; what it throws is thrown
     */
    public Optional<Happening> decide(Function<Ledger, Optional<Happening>> decision, String by) {
        return db.write(connection -> {
            var ledger = ledger(history(connection));
            var decided = decision.apply(ledger);
            if (decided.isPresent()) {
                append(connection, decided.get(), ledger.promoted(), "", by);
            }
            return decided;
        });
    }

    /**
     * Lets a version's files go, and what is in them where no other version has it.
     *
     * @throws io.flames.scoring.registry.state.RefusedTransitionException when its state does not allow it
     */
    public void discard(UUID version, String by) {
        db.write(connection -> {
            append(connection, ledger(history(connection)).discard(version), Optional.empty(), "", by);
            try (var delete = connection.prepareStatement(
                    "delete from scorer_version_file where scorer_version_id = ? returning sha256")) {
                delete.setObject(1, version);
                FileStore.forgetUnused(connection, rows(delete.executeQuery(), row -> row.getString(1)));
            }
            return version;
        });
    }

    private static boolean isDiscarded(Connection connection, UUID version) throws SQLException {
        return ledger(history(connection))
                .state(version)
                .filter(VersionState.Discarded.class::isInstance)
                .isPresent();
    }

    /** The states that a history makes. */
    public static Ledger ledger(List<Entry> history) {
        return Ledger.of(
                history.stream().map(Entry::happening).flatMap(Optional::stream).toList());
    }

    private static int next(Connection connection, String name) throws SQLException {
        try (var query = connection.prepareStatement(
                "select coalesce(max(version), 0) + 1 from scorer_version where name = ?")) {
            query.setString(1, name);
            return rows(query.executeQuery(), row -> row.getInt(1)).get(0);
        }
    }

    private static void keepFilesOf(Connection connection, UUID id) throws SQLException {
        try (var update = connection.prepareStatement(
                "update scorer_version set configured = false where scorer_version_id = ?")) {
            update.setObject(1, id);
            update.executeUpdate();
        }
    }

    private static boolean add(
            Connection connection, ScorerIdentity identity, String kind, String card, boolean configured, String by)
            throws SQLException {
        try (var insert = connection.prepareStatement(ADD_VERSION)) {
            insert.setObject(1, identity.id());
            insert.setString(2, identity.name());
            insert.setInt(3, identity.version());
            insert.setString(4, identity.digest());
            insert.setString(5, kind);
            insert.setString(6, card);
            insert.setBoolean(7, configured);
            insert.setString(8, by);
            return insert.executeUpdate() > 0;
        }
    }

    private static void addFile(Connection connection, UUID id, StoredFile file) throws SQLException {
        try (var insert = connection.prepareStatement(
                "insert into scorer_version_file (scorer_version_id, name, sha256, bytes) values (?, ?, ?, ?)")) {
            insert.setObject(1, id);
            insert.setString(2, file.name());
            insert.setString(3, file.sha256());
            insert.setLong(4, file.bytes());
            insert.executeUpdate();
        }
    }

    static void append(Connection connection, Happening happening, Optional<UUID> promoted, String gate, String by)
            throws SQLException {
        var previous = happening instanceof Happening.Promoted ? promoted : Optional.<UUID>empty();
        insert(
                connection,
                happening.version(),
                Rows.what(happening),
                Rows.reason(happening),
                Rows.withHistory(happening),
                previous,
                gate,
                by,
                false);
    }

    static void insert(
            Connection connection,
            UUID version,
            String what,
            String reason,
            boolean withHistory,
            Optional<UUID> previous,
            String gate,
            String by,
            boolean published)
            throws SQLException {
        try (var insert = connection.prepareStatement(ADD_ENTRY)) {
            insert.setObject(1, version);
            insert.setString(2, what);
            insert.setString(3, reason);
            insert.setBoolean(4, withHistory);
            insert.setObject(5, previous.orElse(null));
            insert.setString(6, gate);
            insert.setString(7, by);
            insert.setBoolean(8, published);
            insert.executeUpdate();
        }
    }

    static Optional<StoredVersion> one(Connection connection, UUID id) throws SQLException {
        try (var query = connection.prepareStatement(VERSIONS + " where scorer_version_id = ?")) {
            query.setObject(1, id);
            return rows(query.executeQuery(), Rows::version).stream().findFirst();
        }
    }

    private static List<StoredVersion> versions(Connection connection, String sql) throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            return rows(query.executeQuery(), Rows::version);
        }
    }

    static List<Entry> history(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement(Rows.HISTORY + " order by sequence")) {
            return rows(query.executeQuery(), Rows::entry);
        }
    }

    static <T> List<T> rows(ResultSet found, Read<T> read) throws SQLException {
        var rows = new ArrayList<T>();
        while (found.next()) {
            rows.add(read.of(found));
        }
        return rows;
    }

    /** The versions by their ids. */
    public Map<UUID, StoredVersion> byId() {
        return versions().stream().collect(java.util.stream.Collectors.toMap(StoredVersion::id, version -> version));
    }

    @FunctionalInterface
    interface Read<T> {
        T of(ResultSet row) throws SQLException;
    }
}
