package io.flames.prompt.release;

import java.util.UUID;

/** A release and its outbox row are committed; said inside this replica, so that the relay need not wait for its poll. */
public record ReleaseRecorded(UUID releaseId) {}
