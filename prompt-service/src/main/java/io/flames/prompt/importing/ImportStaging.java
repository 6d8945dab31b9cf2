package io.flames.prompt.importing;

import io.flames.contracts.Ids;
import io.flames.prompt.importing.ImportReport.DuplicateLine;
import io.flames.prompt.promptset.PromptContent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * The lines of one import on their way into a set: a temporary table of one connection, so that the lines of an import
 * that dies vanish with it. Nothing reaches the set before {@link #move}, which is one transaction. Used by one worker
 * thread; each call waits for the database.
 */
final class ImportStaging implements AutoCloseable {
    private static final String CREATE =
            """
            create temporary table import_line (
                line int not null, content_digest bytea not null, id uuid not null, dimension text not null,
                subcomponent text not null, attack_method text not null, language text not null, text text not null,
                external_id text, clash_line int, first_line int)""";
    private static final String DROP = "drop table if exists pg_temp.import_line";
    private static final String ADD =
            """
            insert into import_line (line, content_digest, id, dimension, subcomponent, attack_method, language, text,
                external_id)
            select * from unnest($1::int[], $2::bytea[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::text[], $9::text[])""";

    private final SqlConnection connection;
    private final Duration timeout;
    private final UUID setId;

    private ImportStaging(SqlConnection connection, Duration timeout, UUID setId) {
        this.connection = connection;
        this.timeout = timeout;
        this.setId = setId;
    }

    static ImportStaging open(Pool pool, Duration timeout, UUID setId) {
        SqlConnection connection = pool.getConnection().await().atMost(timeout);
        var staging = new ImportStaging(connection, timeout, setId);
        try {
            staging.execute(DROP);
            staging.execute(CREATE);
            return staging;
        } catch (RuntimeException e) {
            connection.closeAndForget();
            throw e;
        }
    }

    /** One line that is valid by itself. */
    record Staged(int line, PromptContent content, String externalId) {}

    void add(List<Staged> lines) {
        int n = lines.size();
        var numbers = new Integer[n];
        var digests = new Buffer[n];
        var ids = new UUID[n];
        var columns = new String[6][n];
        for (int i = 0; i < n; i++) {
            Staged line = lines.get(i);
            PromptContent content = line.content();
            byte[] digest = content.digest();
            numbers[i] = line.line();
            digests[i] = Buffer.buffer(digest);
            ids[i] = Ids.promptId(setId, HexFormat.of().formatHex(digest));
            columns[0][i] = content.subcomponent().dimensionName();
            columns[1][i] = content.subcomponent().label();
            columns[2][i] = content.attackMethod();
            columns[3][i] = content.language();
            columns[4][i] = content.text();
            columns[5][i] = line.externalId().isEmpty() ? null : line.externalId();
        }
        var values = Tuple.tuple();
        values.addValue(numbers).addValue(digests).addValue(ids);
        for (String[] column : columns) {
            values.addValue(column);
        }
        execute(ADD, values);
    }

    /**
     * Judges the staged lines against each other and against the set, and moves the good ones into the set.
     *
     * @param newSetName name of the set to create, or empty when it exists
     * @param acceptsClashes when false and there are clashes, nothing is moved
     */
    Moved move(String newSetName, boolean acceptsClashes) {
        Transaction transaction = connection.begin().await().atMost(timeout);
        try {
            Moved moved = moveLocked(newSetName, acceptsClashes);
            (moved.committed() ? transaction.commit() : transaction.rollback())
                    .await()
                    .atMost(timeout);
            return moved;
        } catch (RuntimeException e) {
            transaction.rollbackAndForget();
            throw e;
        }
    }

    /** @param clashes lines whose {@code id} already stands for another content; at most 100 of {@code clashCount} */
    record Moved(
            boolean committed,
            int imported,
            int duplicateCount,
            List<DuplicateLine> duplicates,
            int clashCount,
            List<LineError> clashes) {}

    private Moved moveLocked(String newSetName, boolean acceptsClashes) {
        lockSet(newSetName);
        execute("analyze import_line");
        markClashes();
        markDuplicates();
        int clashCount = count("select count(*) from import_line where clash_line is not null");
        int duplicateCount = count("select count(*) from import_line where first_line is not null");
        boolean moves = acceptsClashes || clashCount == 0;
        int imported = moves ? insert() : 0;
        return new Moved(moves, imported, duplicateCount, duplicates(), clashCount, clashes());
    }

    private void lockSet(String newSetName) {
        if (!newSetName.isEmpty()) {
            execute(
                    "insert into prompt_set (id, name) values ($1, $2) on conflict (name) do nothing",
                    Tuple.of(setId, newSetName));
        }
        if (execute("select id from prompt_set where id = $1 for update", Tuple.of(setId))
                        .size()
                == 0) {
            throw new SetCreatedMeanwhile(newSetName);
        }
    }

    /** An id stands for one content in a set: the set's own prompts go first, then the lower line. */
    private void markClashes() {
        execute(
                """
                update import_line l set clash_line = 0 from prompt p
                where p.set_id = $1 and p.external_id = l.external_id and p.content_digest <> l.content_digest""",
                Tuple.of(setId));
        execute(
                """
                update import_line l set clash_line = o.line from (
                    select distinct on (external_id) external_id, line, content_digest from import_line
                    where external_id is not null and clash_line is null order by external_id, line) o
                where o.external_id = l.external_id and o.content_digest <> l.content_digest
                    and l.clash_line is null""");
    }

    private void markDuplicates() {
        execute(
                """
                update import_line l set first_line = 0 from prompt p
                where p.set_id = $1 and p.content_digest = l.content_digest and l.clash_line is null""",
                Tuple.of(setId));
        execute(
                """
                update import_line l set first_line = f.line from (
                    select content_digest, min(line) as line from import_line
                    where clash_line is null and first_line is null group by content_digest having count(*) > 1) f
                where f.content_digest = l.content_digest and l.line <> f.line
                    and l.clash_line is null and l.first_line is null""");
    }

    private int insert() {
        return execute(
                        """
                        insert into prompt (id, set_id, content_digest, dimension, subcomponent, attack_method,
                            language, text, external_id)
                        select id, $1, content_digest, dimension, subcomponent, attack_method, language, text,
                            external_id
                        from import_line where clash_line is null and first_line is null order by line""",
                        Tuple.of(setId))
                .rowCount();
    }

    private List<DuplicateLine> duplicates() {
        return rows("select line, nullif(first_line, 0) as first_line from import_line where first_line is not null"
                        + " order by line limit " + ImportReport.MAX_LISTED)
                .stream()
                .map(row -> new DuplicateLine(row.getInteger("line"), row.getInteger("first_line")))
                .toList();
    }

    private List<LineError> clashes() {
        return rows("select line, external_id, clash_line from import_line where clash_line is not null"
                        + " order by line limit " + ImportReport.MAX_LISTED)
                .stream()
                .map(ImportStaging::clash)
                .toList();
    }

    private static LineError clash(Row row) {
        int owner = row.getInteger("clash_line");
        String id = Quoted.of(row.getString("external_id"));
        String where = owner == 0 ? "a prompt of the set" : "line " + owner;
        return new LineError(
                row.getInteger("line"),
                ImportLineParser.ID,
                "id " + id + " already stands for another content (" + where + "), expected an id of its own");
    }

    private int count(String sql) {
        return rows(sql).get(0).getLong(0).intValue();
    }

    private List<Row> rows(String sql) {
        var rows = new ArrayList<Row>();
        StreamSupport.stream(execute(sql).spliterator(), false).forEach(rows::add);
        return rows;
    }

    private RowSet<Row> execute(String sql) {
        return await(connection.query(sql).execute());
    }

    private RowSet<Row> execute(String sql, Tuple values) {
        return await(connection.preparedQuery(sql).execute(values));
    }

    private <T> T await(Uni<T> reply) {
        return reply.await().atMost(timeout);
    }

    /** Gives the connection back clean; if it can't be cleaned, the next import that gets it drops the rest. */
    @Override
    public void close() {
        connection
                .query(DROP)
                .execute()
                .onFailure()
                .recoverWithNull()
                .chain(connection::close)
                .subscribe()
                .with(done -> {}, failed -> {});
    }
}
