package io.flames.annotation.store;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Statements of one transaction. */
public final class Transaction {
    private final SqlConnection connection;

    Transaction(SqlConnection connection) {
        this.connection = connection;
    }

    /** @param values of $1, $2 ... */
    public <T> List<T> list(String sql, Function<Row, T> read, @Nullable Object... values) {
        return StreamSupport.stream(run(sql, values).spliterator(), false)
                .map(read)
                .toList();
    }

    /** The first row; empty when there is none. */
    public <T> Optional<T> first(String sql, Function<Row, T> read, @Nullable Object... values) {
        var rows = run(sql, values).iterator();
        return rows.hasNext() ? Optional.of(read.apply(rows.next())) : Optional.empty();
    }

    /** Rows changed. */
    public int update(String sql, @Nullable Object... values) {
        return run(sql, values).rowCount();
    }

    private RowSet<Row> run(String sql, @Nullable Object... values) {
        var tuple = Tuple.tuple();
        for (var value : values) {
            tuple.addValue(value);
        }
        return Database.await(connection.preparedQuery(sql).execute(tuple));
    }
}
