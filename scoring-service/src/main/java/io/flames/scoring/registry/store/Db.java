package io.flames.scoring.registry.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Transactions of the registry. They are few and short but for files, and block: call on worker threads. */
@ApplicationScoped
class Db {
    /** One writer at a time over all replicas; readers wait for nobody. */
    private static final String LOCK = "select pg_advisory_xact_lock(4021993)";

    private final Instance<DataSource> source;

    Db(Instance<DataSource> source) {
        this.source = source;
    }

    /** @throws RegistryAwayException when the database is away or refuses */
    <T> T read(Work<T> work) {
        try (Connection connection = source.get().getConnection()) {
            return work.on(connection);
        } catch (SQLException fault) {
            throw new RegistryAwayException(fault);
        }
    }

    /**
     * In a transaction under the lock; what {@code work} throws undoes it.
     *
     * @throws RegistryAwayException when the database is away or refuses
     */
    <T> T write(Work<T> work) {
        return transaction(connection -> {
            try (var lock = connection.prepareStatement(LOCK)) {
                lock.execute();
            }
            return work.on(connection);
        });
    }

    /** In a transaction without the lock. */
    <T> T transaction(Work<T> work) {
        try (Connection connection = source.get().getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException fault) {
                connection.rollback();
                throw fault;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException fault) {
            throw new RegistryAwayException(fault);
        }
    }

    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
