package io.flames.annotation.outbox;

import java.util.UUID;

/**
 * An event to be published.
 *
 * @param eventId the same when the event is sent again
 * @param payload the topic's envelope as protobuf
 */
public record OutboxEvent(String topic, String key, UUID eventId, byte[] payload) {}
