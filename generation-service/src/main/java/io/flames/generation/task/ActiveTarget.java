package io.flames.generation.task;

import io.flames.generation.client.Endpoint;
import java.util.Map;
import java.util.UUID;

/**
 * A target with open runs.
 *
 * @param versions of these runs
 */
record ActiveTarget(UUID id, String name, int maxConcurrency, long timeoutMs, Map<UUID, ActiveVersion> versions) {

    record ActiveVersion(int number, Endpoint endpoint) {}
}
