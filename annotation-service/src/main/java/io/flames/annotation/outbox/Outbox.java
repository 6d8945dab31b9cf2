package io.flames.annotation.outbox;

import io.flames.annotation.store.Transaction;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

/** Where events are written, in the transaction that changes the state they tell of. */
@ApplicationScoped
public class Outbox {
    private final Event<Written> written;

    Outbox(Event<Written> written) {
        this.written = written;
    }

    public void add(Transaction transaction, OutboxEvent event) {
        transaction.update(
                "INSERT INTO outbox (topic, key, event_id, payload) VALUES ($1, $2, $3, $4)",
                event.topic(),
                event.key(),
                event.eventId(),
                Buffer.buffer(event.payload()));
    }

    /** To be called after a commit: publishes without waiting for the next poll. */
    public void wake() {
        written.fire(new Written());
    }

    /** Something was committed to the outbox. */
    public record Written() {}
}
