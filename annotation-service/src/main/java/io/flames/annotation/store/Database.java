package io.flames.annotation.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Transactions on the database. Every method waits for it, at most {@link #PATIENCE} a statement: call them on worker
 * threads only.
 */
@ApplicationScoped
public class Database {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PING = Duration.ofSeconds(2);

    private final Pool pool;

    Database(Pool pool) {
        this.pool = pool;
    }

    /**
     * All of the work or nothing of it.
     *
     * @throws RuntimeException what the work throws; after a fault of the database it is open whether a commit happened,
     *     so that callers that repeat it do so under the same token or key
     */
    public <T> T inTransaction(Function<Transaction, T> work) {
        var connection = await(pool.getConnection());
        try {
            var begun = await(connection.begin());
            try {
                T result = work.apply(new Transaction(connection));
                await(begun.commit());
                return result;
            } catch (RuntimeException | Error failed) {
                rollBack(begun);
                throw failed;
            }
        } finally {
            connection.closeAndForget();
        }
    }

    /** As {@link #inTransaction}, for work without a result. */
    public void transact(Consumer<Transaction> work) {
        inTransaction(transaction -> {
            work.accept(transaction);
            return Boolean.TRUE;
        });
    }

    /** As {@link #inTransaction}, for work that changes nothing. */
    public <T> T read(Function<Transaction, T> work) {
        return inTransaction(work);
    }

    /** Returns when the database answers, within 2 s, or else throws. */
    public void ping() {
        pool.query("SELECT 1").execute().await().atMost(PING);
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    private static void rollBack(io.vertx.mutiny.sqlclient.Transaction begun) {
        try {
            await(begun.rollback());
        } catch (RuntimeException gone) {
            // The connection broke: the database has rolled back by itself.
        }
    }
}
