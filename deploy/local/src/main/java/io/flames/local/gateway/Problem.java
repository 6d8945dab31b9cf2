package io.flames.local.gateway;

import io.vertx.core.json.JsonObject;

/**
 * An RFC 9457 problem document.
 *
 * @param status the HTTP status
 * @param title the kind of problem in a few words
 * @param detail what was wrong and what helps
 */
record Problem(int status, String title, String detail) {
    static final String MEDIA_TYPE = "application/problem+json";

    String json() {
        return new JsonObject()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .encode();
    }
}
