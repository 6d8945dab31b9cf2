package io.flames.prompt.outbox;

import io.flames.prompt.PromptConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes the oldest row of the outbox and sends its release: every prompt by position, then the close, which is sent only
 * when all prompts are acknowledged. The row is deleted when the close is acknowledged too. Whatever breaks in between,
 * the row stays and the release is sent again from the start, with the same ids. A lock in the database, held by the
 * transaction, lets one replica relay at a time. Blocks: call it on a thread of its own.
 */
@ApplicationScoped
class ReleaseRelay {
    private static final Logger LOG = Logger.getLogger(ReleaseRelay.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Any number that no other program uses in this database. */
    private static final long LOCK = 0x464c_414d_4553_0001L;

    private static final String TRY_LOCK = "select pg_try_advisory_xact_lock($1)";
    private static final String OLDEST =
            """
            select o.id as outbox_id, r.id, r.set_id, s.name, r.number, r.prompt_count, r.digest, r.published_at
            from outbox o join release r on r.id = o.release_id join prompt_set s on s.id = r.set_id
            order by o.id limit 1""";
    private static final String PROMPTS =
            """
            select position, prompt_id, dimension, subcomponent, attack_method, language, text, external_id
            from release_prompt where release_id = $1 and position >= $2 order by position limit $3""";

    private final Pool pool;
    private final ReleaseTopic topic;
    private final int chunk;

    ReleaseRelay(Pool pool, ReleaseTopic topic, PromptConfig config) {
        this.pool = pool;
        this.topic = topic;
        this.chunk = config.relay().chunkPrompts();
    }

    /** How many releases wait. */
    long pending() {
        return await(pool.query("select count(*) from outbox").execute())
                .iterator()
                .next()
                .getLong(0);
    }

    /** True when a release was sent, false when none waits or another replica is at it. */
    boolean relayOldest() throws InterruptedException, ExecutionException {
        SqlConnection connection = await(pool.getConnection());
        Uni<Void> ending = Uni.createFrom().voidItem();
        try {
            Transaction transaction = await(connection.begin());
            ending = transaction.rollback();
            boolean sent = relayLocked(connection);
            ending = Uni.createFrom().voidItem();
            await(sent ? transaction.commit() : transaction.rollback());
            return sent;
        } catch (RuntimeException | InterruptedException | ExecutionException e) {
            topic.reset();
            throw e;
        } finally {
            ending.onFailure()
                    .recoverWithNull()
                    .chain(connection::close)
                    .subscribe()
                    .with(closed -> {}, failed -> LOG.debug("Connection of the relay not closed", failed));
        }
    }

    private boolean relayLocked(SqlConnection connection) throws InterruptedException, ExecutionException {
        if (!query(connection, TRY_LOCK, Tuple.of(LOCK)).iterator().next().getBoolean(0)) {
            return false;
        }
        var oldest = query(connection, OLDEST, Tuple.tuple()).iterator();
        if (!oldest.hasNext()) {
            return false;
        }
        Row row = oldest.next();
        var close = close(row);
        sendPrompts(connection, close);
        topic.send(close.releaseId(), ReleaseEvents.published(close), close.publishedAt());
        topic.awaitAcknowledged();
        query(connection, "delete from outbox where id = $1", Tuple.of(row.getLong("outbox_id")));
        LOG.infof(
                "Release sent releaseId=%s set=%s number=%d prompts=%d",
                close.releaseId(), close.setName(), close.number(), close.promptCount());
        return true;
    }

    /** Reads a chunk while the one before is on its way: two chunks are in memory at most. */
    private void sendPrompts(SqlConnection connection, ReleaseEvents.Close close)
            throws InterruptedException, ExecutionException {
        for (int from = 0; from < close.promptCount(); from += chunk) {
            List<ReleaseEvents.Prompt> prompts = prompts(connection, close.releaseId(), from);
            topic.awaitAcknowledged();
            for (ReleaseEvents.Prompt prompt : prompts) {
                topic.send(close.releaseId(), ReleaseEvents.included(close.releaseId(), prompt), close.publishedAt());
            }
        }
        topic.awaitAcknowledged();
    }

    private List<ReleaseEvents.Prompt> prompts(SqlConnection connection, UUID releaseId, int from) {
        var prompts = new ArrayList<ReleaseEvents.Prompt>(chunk);
        query(connection, PROMPTS, Tuple.of(releaseId, from, chunk)).forEach(row -> prompts.add(prompt(row)));
        return prompts;
    }

    private static ReleaseEvents.Prompt prompt(Row row) {
        return new ReleaseEvents.Prompt(
                row.getInteger("position"),
                row.getUUID("prompt_id"),
                row.getString("dimension"),
                row.getString("subcomponent"),
                row.getString("attack_method"),
                row.getString("language"),
                row.getString("text"),
                orEmpty(row.getString("external_id")));
    }

    private static ReleaseEvents.Close close(Row row) {
        return new ReleaseEvents.Close(
                row.getUUID("id"),
                row.getUUID("set_id"),
                row.getString("name"),
                row.getInteger("number"),
                row.getInteger("prompt_count"),
                row.getString("digest"),
                row.getOffsetDateTime("published_at").toInstant());
    }

    private static String orEmpty(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    private static RowSet<Row> query(SqlConnection connection, String sql, Tuple values) {
        return await(connection.preparedQuery(sql).execute(values));
    }

    private static <T> T await(Uni<T> reply) {
        return reply.await().atMost(TIMEOUT);
    }
}
