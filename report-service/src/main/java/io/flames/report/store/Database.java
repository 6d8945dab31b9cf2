package io.flames.report.store;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Asks the database, and waits for its answer, at most {@link #PATIENCE}: on worker threads only. */
@ApplicationScoped
public class Database {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Pool pool;

    Database(Pool pool) {
        this.pool = pool;
    }

    /** Returns when the database answers, within 2 s, or else throws. */
    public void ping() {
        pool.query("select 1").execute().await().atMost(Duration.ofSeconds(2));
    }

    <T> List<T> all(String sql, Tuple parameters, Function<Row, T> map) {
        var rows = pool.preparedQuery(sql).execute(parameters).await().atMost(PATIENCE);
        return StreamSupport.stream(rows.spliterator(), false).map(map).toList();
    }

    <T> Optional<T> first(String sql, Tuple parameters, Function<Row, T> map) {
        return all(sql, parameters, map).stream().findFirst();
    }
}
