package io.flames.scoring.registry.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;

/** The table {@code scorer_file_chunk}: content in pieces of 1 MiB, found by its SHA-256. A file of any size is read and written piece by piece. */
@ApplicationScoped
public class FileStore {
    static final int CHUNK = 1 << 20;

    private final Db db;

    FileStore(Db db) {
        this.db = db;
    }

    /** Writes a file that has just been measured; what is there already stays. */
    void write(StoredFile file, Path content) {
        db.transaction(connection -> {
            write(connection, file, content);
            return file;
        });
    }

    /** The same in a transaction that is under way. */
    static void write(Connection connection, StoredFile file, Path content) throws SQLException {
        if (!isThere(connection, file)) {
            try (InputStream in = Files.newInputStream(content)) {
                byte[] piece = in.readNBytes(CHUNK);
                for (int number = 0; piece.length > 0 || number == 0; number++) {
                    add(connection, file.sha256(), number, piece);
                    piece = in.readNBytes(CHUNK);
                }
            } catch (IOException fault) {
                throw new IllegalStateException("a file to be registered cannot be read: " + fault.getMessage(), fault);
            }
        }
    }

    /** Forgets content that no version has any more. */
    static void forgetUnused(Connection connection, List<String> digests) throws SQLException {
        try (var delete = connection.prepareStatement(
                "delete from scorer_file_chunk where sha256 = any (?)"
                        + " and not exists (select from scorer_version_file kept where kept.sha256 = scorer_file_chunk.sha256)")) {
            delete.setArray(1, connection.createArrayOf("text", digests.toArray()));
            delete.executeUpdate();
        }
    }

    /**
     * Reads a file's pieces into {@code target}.
     *
     * @throws IOException when it cannot be written, or what was read is not what was registered
     */
    public void read(StoredFile file, Path target) throws IOException {
        var sha256 = Sha256.start();
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(target), sha256)) {
            for (int number = 0; (long) number * CHUNK < Math.max(1, file.bytes()); number++) {
                out.write(chunk(file, number));
            }
        }
        String found = HexFormat.of().formatHex(sha256.digest());
        if (!found.equals(file.sha256())) {
            throw new IOException("file " + file.name() + " has digest " + found + ", expected " + file.sha256());
        }
    }

    private byte[] chunk(StoredFile file, int number) throws IOException {
        byte[][] found = db.read(connection -> {
            try (var query = connection.prepareStatement(
                    "select content from scorer_file_chunk where sha256 = ? and number = ?")) {
                query.setString(1, file.sha256());
                query.setInt(2, number);
                return VersionStore.rows(query.executeQuery(), row -> row.getBytes(1))
                        .toArray(byte[][]::new);
            }
        });
        if (found.length == 0) {
            throw new IOException("piece " + number + " of file " + file.name() + " is not in the registry");
        }
        return found[0];
    }

    private static boolean isThere(Connection connection, StoredFile file) throws SQLException {
        try (var query = connection.prepareStatement(
                "select coalesce(sum(length(content)), -1) from scorer_file_chunk where sha256 = ?")) {
            query.setString(1, file.sha256());
            return VersionStore.rows(query.executeQuery(), row -> row.getLong(1))
                            .get(0)
                    == file.bytes();
        }
    }

    private static void add(Connection connection, String sha256, int number, byte[] piece) throws SQLException {
        try (var insert = connection.prepareStatement(
                "insert into scorer_file_chunk (sha256, number, content) values (?, ?, ?) on conflict do nothing")) {
            insert.setString(1, sha256);
            insert.setInt(2, number);
            insert.setBytes(3, piece);
            insert.executeUpdate();
        }
    }
}
