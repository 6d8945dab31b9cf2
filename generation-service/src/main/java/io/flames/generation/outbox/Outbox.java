package io.flames.generation.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

/** Where events are written, in the transaction that changes the state they tell of. */
@ApplicationScoped
public class Outbox {
    private final Event<Written> written;

    Outbox(Event<Written> written) {
        this.written = written;
    }

    public Uni<Void> add(SqlConnection transaction, OutboxEvent event) {
        return transaction
                .preparedQuery("INSERT INTO outbox (topic, key, event_id, payload) VALUES ($1, $2, $3, $4)")
                .execute(Tuple.of(event.topic(), event.key(), event.eventId(), Buffer.buffer(event.payload())))
                .replaceWithVoid();
    }

    /** To be called after a commit: publishes without waiting for the next poll. */
    public void wake() {
        written.fire(new Written());
    }

    /** Something was committed to the outbox. */
    public record Written() {}
}
