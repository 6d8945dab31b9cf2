package io.flames.local.servers;

import io.flames.local.process.LocalStackException;
import io.flames.local.process.Programs;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.postgresql.Driver;

/** Creates databases in the PostgreSQL on this port of the loopback address. */
record Databases(int port) {
    /** Does nothing when it is there already. */
    void create(String name) {
        try (var connection = connect();
                var query = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
            query.setString(1, name);
            if (!query.executeQuery().next()) {
                execute(connection, "create database " + quoted(name));
            }
        } catch (SQLException e) {
            throw cannotCreate(name, e);
        }
    }

    /** Drops it first, whoever is connected to it. */
    void recreate(String name) {
        try (var connection = connect()) {
            execute(connection, "drop database if exists " + quoted(name) + " with (force)");
            execute(connection, "create database " + quoted(name));
        } catch (SQLException e) {
            throw cannotCreate(name, e);
        }
    }

    /** Returns when the server takes connections. */
    void awaitServer(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try (var connection = connect()) {
                execute(connection, "select 1");
                return;
            } catch (SQLException notYet) {
                if (System.nanoTime() > end) {
                    throw new LocalStackException(
                            "PostgreSQL does not take connections: " + notYet.getMessage(), notYet);
                }
                Programs.run(List.of("sleep", "0.2"));
            }
        }
    }

    private Connection connect() throws SQLException {
        var properties = new Properties();
        properties.put("user", Postgres.USER);
        properties.put("password", Postgres.PASSWORD);
        properties.put("connectTimeout", "10");
        var connection = new Driver().connect("jdbc:postgresql://127.0.0.1:" + port + "/postgres", properties);
        if (connection == null) {
            throw new SQLException("no connection");
        }
        return connection;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static LocalStackException cannotCreate(String name, SQLException e) {
        return new LocalStackException("cannot create database " + name + ": " + e.getMessage(), e);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
