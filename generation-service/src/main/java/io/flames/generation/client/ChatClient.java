package io.flames.generation.client;

import io.vertx.core.Future;

/** Asks a target. */
public interface ChatClient {
    /** Never fails: what went wrong is a {@link CallResult.Fault}. */
    Future<CallResult> ask(Endpoint endpoint, String prompt);
}
